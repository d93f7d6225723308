import { describe, expect, it } from '@jest/globals';
import { generateKeyEncryptionKey, generateSealingKeyPair } from '@countersign/tokens';
import { readConfig } from './config.js';

const ENV = {
  NATS_URL: 'nats://127.0.0.1:7422',
  NATS_PASSWORD: 'bus-secret',
  DATABASE_APP_URL: 'postgres://app:db-secret@127.0.0.1/x',
  DATABASE_SYSTEM_URL: 'postgres://system:db-secret@127.0.0.1/x',
  KEY_ENCRYPTION_KEYS: generateKeyEncryptionKey('k1'),
  ROUTER_SEALING_PUBLIC_KEY: generateSealingKeyPair().publicKeyPem,
  HEALTH_PORT: '7411',
};

describe('the configuration', () => {
  it('is read from the environment, and opens nothing unless told to', () => {
    const config = readConfig(ENV);
    expect(config.bus.nats.user).toBe('integration-registry');
    expect(config.keys.wrapper.currentKeyId).toBe('k1');
    expect(config.egress.allow).toEqual([]);
    expect(readConfig({ ...ENV, EGRESS_ALLOW: '127.0.0.1 http' }).egress.allow).toHaveLength(1);
  });

  it('has its own times of watching, but for two', () => {
    expect(readConfig(ENV).watching.times).toMatchObject({ pollMs: 300_000, leaseMs: 30_000, safetyPollMs: 1_800_000 });
    const eager = readConfig({ ...ENV, WATCH_POLL_SECONDS: '10', WATCH_LEASE_SECONDS: '5' });
    expect(eager.watching.times).toMatchObject({ pollMs: 10_000, leaseMs: 5_000 });
  });

  it.each([
    ['EGRESS_ALLOW', '127.0.0.1 ports=x'],
    ['KEY_ENCRYPTION_KEYS', 'k1:tooshort-secret'],
    ['ROUTER_SEALING_PUBLIC_KEY', 'secret'],
    ['NATS_URL', ''],
    ['WATCH_POLL_SECONDS', '4'],
    ['WATCH_LEASE_SECONDS', '0.5'],
  ])('is refused at the start when %s is wrong, without its value', (variable, value) => {
    expect(() => readConfig({ ...ENV, [variable]: value })).toThrow(
      expect.objectContaining({
        name: 'ConfigError',
        message: expect.stringMatching(new RegExp(`^(?!.*secret).*${variable}`, 's')),
      }),
    );
  });
});
