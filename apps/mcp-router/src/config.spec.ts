import { describe, expect, it } from '@jest/globals';
import { generateSealingKeyPair, generateSigningKey, toJwksOfKeys } from '@countersign/tokens';
import { readConfig } from './config.js';

const env = {
  NATS_URL: 'nats://127.0.0.1:7422',
  NATS_PASSWORD: 'nats-password',
  DATABASE_APP_URL: 'postgres://app@127.0.0.1/countersign',
  DATABASE_SYSTEM_URL: 'postgres://system@127.0.0.1/countersign',
  GATEWAY_JWKS: JSON.stringify(toJwksOfKeys([generateSigningKey()])),
  POLICY_JWKS: JSON.stringify(toJwksOfKeys([generateSigningKey()])),
  ROUTER_SEALING_PRIVATE_KEY: generateSealingKeyPair().privateKeyPem,
  HEALTH_PORT: '7411',
};

describe('the configuration', () => {
  it('listens on loopback, for local programs, and lets nothing out but https', () => {
    const { mcp, egress } = readConfig(env);
    expect(mcp).toMatchObject({ host: '127.0.0.1', port: 7_401, publicUrl: 'http://127.0.0.1:7401/mcp' });
    expect(mcp.hosts).toEqual(['localhost', '127.0.0.1', '[::1]']);
    expect(egress.allow).toEqual([]);
  });

  it('takes the public address of the endpoint, and its names', () => {
    const { mcp } = readConfig({ ...env, MCP_PUBLIC_URL: 'https://mcp.example/mcp', MCP_ALLOWED_HOSTS: 'MCP.example' });
    expect(mcp).toMatchObject({ publicUrl: 'https://mcp.example/mcp', hosts: ['mcp.example'] });
  });

  it('limits what one principal may ask for, and takes another limit', () => {
    expect(readConfig(env).rates.calls).toEqual({ perSecond: 50, burst: 200 });
    const { calls, requests } = readConfig({ ...env, CALLS_PER_SECOND_MAX: '2' }).rates;
    expect([calls, requests]).toEqual([
      { perSecond: 2, burst: 8 },
      { perSecond: 8, burst: 32 },
    ]);
  });

  it.each([
    ['CALLS_PER_SECOND_MAX', '0'],
    ['GATEWAY_JWKS', '{"keys":[]}'],
    ['POLICY_JWKS', 'not json'],
    ['ROUTER_SEALING_PRIVATE_KEY', 'a secret that is no key'],
    ['EGRESS_ALLOW', '127.0.0.1 ports=x'],
    ['MCP_PORT', '99999'],
  ])('names %s when it cannot be used, and does not repeat it', (name, value) => {
    const read = () => readConfig({ ...env, [name]: value });
    expect(read).toThrow(name);
    if (name.endsWith('KEY')) expect(read).not.toThrow(value);
  });
});
