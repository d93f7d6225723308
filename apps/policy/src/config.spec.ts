import { describe, expect, it } from '@jest/globals';
import { generateSigningKey } from '@countersign/tokens';
import { readConfig } from './config.js';

describe('the configuration', () => {
  const key = generateSigningKey();
  const env = {
    DATABASE_APP_URL: 'postgres://policy_app@localhost/countersign',
    DATABASE_SYSTEM_URL: 'postgres://policy_system@localhost/countersign',
    NATS_URL: 'nats://localhost:4222',
    NATS_PASSWORD: 'p',
    POLICY_SIGNING_KEY: key.privateKeyPem,
    HEALTH_PORT: '7411',
  };

  it('is read from the environment', () => {
    expect(readConfig(env)).toMatchObject({
      database: { appUrl: env.DATABASE_APP_URL, systemUrl: env.DATABASE_SYSTEM_URL },
      nats: { url: env.NATS_URL, user: 'policy', password: 'p' },
      grantSigningKey: { kid: key.kid },
      health: { host: '127.0.0.1', port: 7_411 },
    });
  });

  it('names everything that is missing at once', () => {
    expect(() => readConfig({})).toThrow(/DATABASE_APP_URL[^]*NATS_PASSWORD[^]*POLICY_SIGNING_KEY/);
  });

  it('refuses a signing key that is none, without repeating it', () => {
    expect(() => readConfig({ ...env, POLICY_SIGNING_KEY: 'hunter2' })).toThrow(/POLICY_SIGNING_KEY (?!.*hunter2)/);
  });
});
