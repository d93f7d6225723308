import { describe, expect, it } from '@jest/globals';
import { generateSigningKey } from '@countersign/tokens';
import { readConfig } from './config.js';

const KEY = generateSigningKey();
const ENV = {
  NATS_URL: 'nats://127.0.0.1:7422',
  NATS_PASSWORD: 'bus',
  DATABASE_APP_URL: 'postgres://app@db/countersign',
  DATABASE_SYSTEM_URL: 'postgres://system@db/countersign',
  HEALTH_PORT: '7414',
  HTTP_PORT: '7400',
  PUBLIC_URL: 'https://countersign.example.com',
  MCP_PUBLIC_URL: 'https://mcp.example.com/mcp',
  GATEWAY_SIGNING_KEY: KEY.privateKeyPem,
};

describe('the configuration', () => {
  it('answers under its public name, on loopback, and where the operator says', () => {
    const { http, signingKey, firstAdmin } = readConfig({
      ...ENV,
      HTTP_ALLOWED_HOSTS: 'Gateway.internal, 10.0.0.1:80',
    });
    expect(http.allowedHosts).toEqual([
      'countersign.example.com',
      '127.0.0.1:7400',
      'localhost:7400',
      '[::1]:7400',
      'gateway.internal',
      '10.0.0.1:80',
    ]);
    expect(signingKey.kid).toBe(KEY.kid);
    expect(firstAdmin).toBeUndefined();
  });

  it('takes a first admin whole or not at all', () => {
    const both = { FIRST_ADMIN_EMAIL: 'a@example.com', FIRST_ADMIN_PASSWORD: 'p' };
    expect(readConfig({ ...ENV, ...both }).firstAdmin).toEqual({ email: 'a@example.com', password: 'p' });
    expect(() => readConfig({ ...ENV, FIRST_ADMIN_EMAIL: 'a@example.com' })).toThrow('together');
  });

  it('does not repeat a key that it cannot read', () => {
    const wrong = () => readConfig({ ...ENV, GATEWAY_SIGNING_KEY: 'not-a-pem-but-a-secret' });
    expect(wrong).toThrow('GATEWAY_SIGNING_KEY');
    expect(wrong).not.toThrow('not-a-pem-but-a-secret');
  });
});
