import { describe, expect, it } from '@jest/globals';
import { generateKeyEncryptionKey, generateSigningKey } from '@countersign/tokens';
import { readConfig } from './config.js';

describe('the configuration', () => {
  const key = generateSigningKey();
  const env = {
    DATABASE_APP_URL: 'postgres://policy_app@localhost/countersign',
    DATABASE_SYSTEM_URL: 'postgres://policy_system@localhost/countersign',
    NATS_URL: 'nats://localhost:4222',
    NATS_PASSWORD: 'p',
    POLICY_SIGNING_KEY: key.privateKeyPem,
    KEY_ENCRYPTION_KEYS: generateKeyEncryptionKey('one'),
    PUBLIC_URL: 'https://countersign.example/',
    HEALTH_PORT: '7411',
  };

  it('is read from the environment', () => {
    expect(readConfig(env)).toMatchObject({
      database: { appUrl: env.DATABASE_APP_URL, systemUrl: env.DATABASE_SYSTEM_URL },
      nats: { url: env.NATS_URL, user: 'policy', password: 'p' },
      grantSigningKey: { kid: key.kid },
      webhooks: { egress: { allow: [] }, publicUrl: 'https://countersign.example', includeArguments: false },
      health: { host: '127.0.0.1', port: 7_411 },
    });
  });

  it('names everything that is missing at once', () => {
    expect(() => readConfig({})).toThrow(
      /DATABASE_APP_URL[^]*NATS_PASSWORD[^]*POLICY_SIGNING_KEY[^]*KEY_ENCRYPTION_KEYS[^]*PUBLIC_URL/,
    );
  });

  it('tells arguments to webhooks only where the operator says so', () => {
    expect(readConfig({ ...env, WEBHOOK_INCLUDE_ARGUMENTS: 'true' }).webhooks.includeArguments).toBe(true);
  });

  it.each([
    ['KEY_ENCRYPTION_KEYS', 'one:hunter2'],
    ['EGRESS_ALLOW', '127.0.0.1 ports=x'],
    ['PUBLIC_URL', 'ftp://countersign.example'],
  ])('refuses a bad %s', (name, value) => {
    expect(() => readConfig({ ...env, [name]: value })).toThrow(new RegExp(`${name} (?!.*hunter2)`));
  });

  it('refuses a signing key that is none, without repeating it', () => {
    expect(() => readConfig({ ...env, POLICY_SIGNING_KEY: 'hunter2' })).toThrow(/POLICY_SIGNING_KEY (?!.*hunter2)/);
  });
});
