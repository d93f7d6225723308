import { type ServiceName } from '@countersign/contracts';
import type { ServiceUrls } from '@countersign/database';
import type { BusUser } from '@countersign/messaging';
import {
  generateKeyEncryptionKey,
  generateSealingKeyPair,
  generateSigningKey,
  toJwksOfKeys,
} from '@countersign/tokens';

export const ADMIN = { email: 'admin@countersign.local', password: 'a password of this test' } as const;

/** Where everything is, and who may talk to whom. */
export interface Ground {
  readonly natsUrl: string;
  readonly busPasswords: Readonly<Record<BusUser, string>>;
  readonly urls: Readonly<Record<ServiceName, ServiceUrls>>;
  readonly modelUrl: string;
  readonly webPort: number;
}

type Env = Readonly<Record<string, string>>;

/** What each service is started with: keys are made once, so that every replica and every heir has the same. */
export function environmentsOf(ground: Ground): Readonly<Record<ServiceName, Env>> {
  const [gateway, policy] = [generateSigningKey(), generateSigningKey()];
  const sealing = generateSealingKeyPair();
  const webUrl = `http://127.0.0.1:${ground.webPort}`;
  const EGRESS_ALLOW = '127.0.0.1 http';
  const own: Record<ServiceName, Env> = {
    'integration-registry': {
      KEY_ENCRYPTION_KEYS: generateKeyEncryptionKey('test-1'),
      ROUTER_SEALING_PUBLIC_KEY: sealing.publicKeyPem,
      EGRESS_ALLOW,
    },
    policy: {
      POLICY_SIGNING_KEY: policy.privateKeyPem,
      KEY_ENCRYPTION_KEYS: generateKeyEncryptionKey('test-1'),
      PUBLIC_URL: webUrl,
      EGRESS_ALLOW,
    },
    'mcp-router': {
      GATEWAY_JWKS: JSON.stringify(toJwksOfKeys([gateway])),
      POLICY_JWKS: JSON.stringify(toJwksOfKeys([policy])),
      ROUTER_SEALING_PRIVATE_KEY: sealing.privateKeyPem,
      GATEWAY_PUBLIC_URL: webUrl,
      EGRESS_ALLOW,
    },
    'agent-orchestrator': { MODEL_PROVIDER: 'scripted', MODEL_BASE_URL: ground.modelUrl, EGRESS_ALLOW },
    'admin-gateway': {
      HTTP_PORT: String(ground.webPort),
      PUBLIC_URL: webUrl,
      MCP_PUBLIC_URL: `${webUrl}/mcp`,
      GATEWAY_SIGNING_KEY: gateway.privateKeyPem,
      FIRST_ADMIN_EMAIL: ADMIN.email,
      FIRST_ADMIN_PASSWORD: ADMIN.password,
    },
  };
  const withCommon = Object.entries(own).map(([name, env]) => {
    const service = name as ServiceName;
    return [service, { ...commonOf(service, ground), ...env }];
  });
  return Object.fromEntries(withCommon) as Record<ServiceName, Env>;
}

function commonOf(service: ServiceName, { natsUrl, busPasswords, urls }: Ground): Env {
  return {
    NODE_ENV: 'production',
    NODE_OPTIONS: '',
    LOG_LEVEL: 'warn',
    NATS_URL: natsUrl,
    NATS_PASSWORD: busPasswords[service],
    DATABASE_APP_URL: urls[service].appUrl,
    DATABASE_SYSTEM_URL: urls[service].systemUrl,
  };
}
