import { parseAllowList, type AllowRule } from '@countersign/egress';
import type { ServiceBusOptions } from '@countersign/messaging';
import {
  ConfigError,
  defineConfig,
  envInt,
  envPort,
  envSecret,
  envString,
  envUrl,
  optional,
  type ServiceConfig,
} from '@countersign/service';
import { createVerifier, toPublicKeyPem, type Jwks } from '@countersign/tokens';
import type { CallerRateOptions } from './callers/caller-rates.host.js';
import type { SlotOptions } from './dispatch/integration-slots.host.js';
import {
  BURST_SECONDS,
  CALLS_PER_INTEGRATION_MAX,
  CALLS_PER_SECOND_MAX,
  CALLS_WAITING_PER_INTEGRATION_MAX,
  MCP_CONNECTIONS_MAX,
  REQUESTS_PER_CALL_MAX,
} from './limits.js';
import type { McpEndpointOptions } from './mcp-endpoint/mcp.server.js';
import type { RetentionOptions } from './retention/call-retention.sweeper.js';
import {
  CALLS_KEPT_DAYS,
  CALLS_KEPT_DAYS_MIN,
  RESULTS_KEPT_DAYS,
  RESULTS_KEPT_MEBIBYTES_MAX,
} from './retention/retention-limits.js';
import { MCP_PATH } from './mcp-endpoint/http/protected-resource.js';

export interface RouterConfig extends ServiceConfig {
  readonly bus: ServiceBusOptions;
  readonly database: { readonly appUrl: string; readonly systemUrl: string };
  readonly egress: { readonly allow: readonly AllowRule[] };
  readonly keys: {
    /** Of the gateway: access and run tokens. */
    readonly gateway: Jwks;
    /** Of the policy service: grants. */
    readonly policy: Jwks;
    /** Where they came from, and are read again: absent for those that are in the environment itself. */
    readonly files: { readonly gateway?: string | undefined; readonly policy?: string | undefined };
    /** Opens the credentials that the registry seals for this router. */
    readonly sealingPrivateKeyPem: string;
  };
  readonly mcp: McpEndpointOptions;
  readonly rates: CallerRateOptions;
  readonly retention: RetentionOptions;
  readonly slots: SlotOptions;
}

const SERVICE = 'mcp-router';
/** Only programs on the same machine, unless an operator says otherwise. */
const LOOPBACK_NAMES = 'localhost,127.0.0.1,[::1]';
const DEFAULT_PORT = 7_401;
const BYTES_OF_MEBIBYTE = 1_024 * 1_024;

/**
 * `<name>_FILE` is read for every secret. JWKS are JSON: `{"keys": […]}`. The keys are configuration, because whoever
 * could send them over the bus could sign for everybody.
 */
export const readConfig = defineConfig(
  {
    natsUrl: envUrl('NATS_URL'),
    natsPassword: envSecret('NATS_PASSWORD'),
    appUrl: envSecret('DATABASE_APP_URL'),
    systemUrl: envSecret('DATABASE_SYSTEM_URL'),
    egressAllow: optional(envString('EGRESS_ALLOW')),
    gatewayJwks: envSecret('GATEWAY_JWKS'),
    policyJwks: envSecret('POLICY_JWKS'),
    gatewayJwksFile: optional(envString('GATEWAY_JWKS_FILE')),
    policyJwksFile: optional(envString('POLICY_JWKS_FILE')),
    sealingKey: envSecret('ROUTER_SEALING_PRIVATE_KEY'),
    mcpHost: envString('MCP_HOST', { default: '127.0.0.1' }),
    mcpPort: envPort('MCP_PORT', { default: DEFAULT_PORT }),
    mcpConnections: envInt('MCP_CONNECTIONS_MAX', { default: MCP_CONNECTIONS_MAX, min: 1 }),
    mcpPublicUrl: optional(envUrl('MCP_PUBLIC_URL', { protocols: ['http:', 'https:'] })),
    gatewayPublicUrl: optional(envUrl('GATEWAY_PUBLIC_URL', { protocols: ['http:', 'https:'] })),
    mcpAllowedHosts: envString('MCP_ALLOWED_HOSTS', { default: LOOPBACK_NAMES }),
    mcpAllowedOrigins: envString('MCP_ALLOWED_ORIGINS', { default: LOOPBACK_NAMES }),
    authorizationServer: optional(envUrl('MCP_AUTHORIZATION_SERVER')),
    callsPerIntegration: envInt('CALLS_PER_INTEGRATION_MAX', { default: CALLS_PER_INTEGRATION_MAX, min: 1 }),
    callsWaiting: envInt('CALLS_WAITING_PER_INTEGRATION_MAX', { default: CALLS_WAITING_PER_INTEGRATION_MAX, min: 0 }),
    callsKeptDays: envInt('CALLS_KEPT_DAYS', { default: CALLS_KEPT_DAYS, min: CALLS_KEPT_DAYS_MIN }),
    resultsKeptDays: envInt('CALL_RESULTS_KEPT_DAYS', { default: RESULTS_KEPT_DAYS, min: 1 }),
    resultsMebibytes: envInt('CALL_RESULTS_MEBIBYTES_MAX', { default: RESULTS_KEPT_MEBIBYTES_MAX, min: 1 }),
    callsPerSecond: envInt('CALLS_PER_SECOND_MAX', { default: CALLS_PER_SECOND_MAX, min: 1 }),
  },
  (env): Omit<RouterConfig, keyof ServiceConfig> => ({
    bus: { service: SERVICE, nats: { url: env.natsUrl, user: SERVICE, password: env.natsPassword } },
    database: { appUrl: env.appUrl, systemUrl: env.systemUrl },
    egress: { allow: explained('EGRESS_ALLOW', () => parseAllowList(env.egressAllow ?? '')) },
    keys: {
      gateway: explained('GATEWAY_JWKS', () => usableJwks(env.gatewayJwks, 'admin-gateway')),
      policy: explained('POLICY_JWKS', () => usableJwks(env.policyJwks, 'policy')),
      files: { gateway: env.gatewayJwksFile, policy: env.policyJwksFile },
      sealingPrivateKeyPem: explained('ROUTER_SEALING_PRIVATE_KEY', () => usableSealingKey(env.sealingKey)),
    },
    mcp: {
      host: env.mcpHost,
      port: env.mcpPort,
      connectionsMax: env.mcpConnections,
      publicUrl: env.mcpPublicUrl ?? `http://${env.mcpHost}:${env.mcpPort}${MCP_PATH}`,
      gatewayPublicUrl: env.gatewayPublicUrl ?? null,
      authorizationServer: env.authorizationServer ?? null,
      hosts: toNames(env.mcpAllowedHosts),
      origins: toNames(env.mcpAllowedOrigins),
    },
    rates: toRates(env.callsPerSecond),
    retention: {
      callDays: env.callsKeptDays,
      resultDays: env.resultsKeptDays,
      resultBytesMax: env.resultsMebibytes * BYTES_OF_MEBIBYTE,
    },
    slots: { running: env.callsPerIntegration, waiting: env.callsWaiting },
  }),
);

function toRates(callsPerSecond: number): CallerRateOptions {
  const requestsPerSecond = callsPerSecond * REQUESTS_PER_CALL_MAX;
  return {
    calls: { perSecond: callsPerSecond, burst: callsPerSecond * BURST_SECONDS },
    requests: { perSecond: requestsPerSecond, burst: requestsPerSecond * BURST_SECONDS },
  };
}

function toNames(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
}

/** Found at the start, and not with the first token. */
export function usableJwks(text: string, issuer: 'admin-gateway' | 'policy'): Jwks {
  const keys = JSON.parse(text) as Jwks;
  createVerifier({ type: issuer === 'policy' ? 'grant' : 'run', keys, issuer, audience: SERVICE });
  return keys;
}

function usableSealingKey(privateKeyPem: string): string {
  toPublicKeyPem(privateKeyPem);
  return privateKeyPem;
}

function explained<T>(variable: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    // A parser's message quotes what it read, which may be a secret.
    const reason = error instanceof SyntaxError ? 'is not JSON' : error instanceof Error ? error.message : 'is wrong';
    throw new ConfigError([`${variable}: ${reason}`]);
  }
}
