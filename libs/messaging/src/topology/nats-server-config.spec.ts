import { SERVICES } from '@countersign/contracts';
import { describe, expect, it } from '@jest/globals';
import { ALL_CONTRACTS } from '../bus-contracts.js';
import { TEST_CONTRACTS } from '../fixtures/test-contracts.fixture-spec.js';
import { BOOTSTRAP_USER, type BusUser } from '../names.js';
import { natsServerConfig } from './nats-server-config.js';
import { permissionsOf } from './permissions.js';

const PASSWORD = 'a-password-of-24-letters';

function users(overrides: Partial<Record<BusUser, string>> = {}): Record<BusUser, string> {
  const all = Object.fromEntries([...SERVICES, BOOTSTRAP_USER].map((name) => [name, PASSWORD]));
  return { ...(all as Record<BusUser, string>), ...overrides };
}

describe('natsServerConfig', () => {
  it('renders one user per service and the bootstrap user', () => {
    const text = natsServerConfig({ users: users(), port: 7422, storeDir: '/data', contracts: TEST_CONTRACTS });
    expect(text).toContain('listen: "127.0.0.1:7422"');
    expect(text.match(/\{ user: "([^"]+)"/g)).toHaveLength(SERVICES.length + 1);
    expect(text).toContain('allow_responses: { max: 1, expires: "35000ms" }');
  });

  it.each(['', 'short', '$2a$11$abcdefghijklmnopqrstuv', 'quote"quote"quote"', 'line\nbreak_line\nbreak'])(
    'refuses the password %j',
    (password) => {
      const options = { users: users({ policy: password }), port: 7422, storeDir: '/data' };
      expect(() => natsServerConfig(options)).toThrow('the bus password of policy');
    },
  );

  it('refuses a path that would end the setting', () => {
    const options = { users: users(), port: 7422, storeDir: '/data"\nport: 1' };
    expect(() => natsServerConfig(options)).toThrow('cannot be written');
  });

  it('renders TLS where certificates are given', () => {
    const tls = { certFile: '/c.pem', keyFile: '/k.pem', caFile: '/ca.pem' };
    const text = natsServerConfig({ users: users(), port: 7422, storeDir: '/data', tls });
    expect(text).toContain('tls { cert_file: "/c.pem", key_file: "/k.pem", ca_file: "/ca.pem" }');
  });
});

describe('permissionsOf', () => {
  it('lists what the contracts say and nothing else', () => {
    expect(permissionsOf('mcp-router', TEST_CONTRACTS)).toEqual({
      publish: [
        'policy.count-tools.v1',
        'mcp-router.tools.forgotten.v1',
        'dead-letter.mcp-router',
        '$JS.API.CONSUMER.INFO.POLICY.mcp-router__policy_tools_counted_v1',
        '$JS.API.CONSUMER.MSG.NEXT.POLICY.mcp-router__policy_tools_counted_v1',
        '$JS.ACK.POLICY.mcp-router__policy_tools_counted_v1.>',
      ],
      subscribe: ['_INBOX_mcp-router.>', 'mcp-router.forget-tools.v1 mcp-router'],
      allowResponses: true,
    });
  });

  it('lets a service that answers nothing send no responses', () => {
    expect(permissionsOf('agent-orchestrator', TEST_CONTRACTS)).toEqual({
      publish: ['dead-letter.agent-orchestrator'],
      subscribe: ['_INBOX_agent-orchestrator.>', 'policy.tools.counted.v1', 'policy.beat.v1', 'policy.tools.hinted.v1'],
      allowResponses: false,
    });
  });

  it.each(SERVICES)('gives %s no wildcard but its inbox and its own acknowledgements', (service) => {
    const { publish, subscribe } = permissionsOf(service, ALL_CONTRACTS);
    const wildcards = [...publish, ...subscribe].filter((subject) => /[*>]/.test(subject));
    for (const subject of wildcards) {
      expect(subject).toMatch(new RegExp(`^(_INBOX_${service}|\\$JS\\.ACK\\.[A-Z_]+\\.${service}__[a-z0-9_-]+)\\.>$`));
    }
  });

  it.each(SERVICES)('gives %s no right to create, change or delete a stream or a consumer', (service) => {
    const api = permissionsOf(service, ALL_CONTRACTS).publish.filter((subject) => subject.startsWith('$JS.API'));
    for (const subject of api) expect(subject).toMatch(/^\$JS\.API\.CONSUMER\.(INFO|MSG\.NEXT)\./);
  });
});
