import { parseAllowList, type AllowRule } from '@countersign/egress';
import type { ServiceBusOptions } from '@countersign/messaging';
import {
  ConfigError,
  defineConfig,
  envInt,
  envSecret,
  envString,
  envUrl,
  optional,
  type ServiceConfig,
} from '@countersign/service';
import { createLocalKeyWrapper, type KeyWrapper, parseKeyEncryptionKeys, sealFor } from '@countersign/tokens';
import { DISCOVERY_PACE, type DiscoveryPace } from './discovery/discovery-budget.client.js';
import { STREAM_BOUNDS } from './watching/watch-limits.js';
import type { WatchSettings } from './watching/watch-settings.js';
import { toWatchTimes, WATCH_SECONDS } from './watching/watch-times.js';

export interface RegistryConfig extends ServiceConfig {
  readonly bus: ServiceBusOptions;
  readonly database: { readonly appUrl: string; readonly systemUrl: string };
  readonly egress: { readonly allow: readonly AllowRule[] };
  readonly discovery: DiscoveryPace;
  readonly watching: WatchSettings;
  readonly keys: { readonly wrapper: KeyWrapper; readonly routerPublicKeyPem: string };
}

const SERVICE = 'integration-registry';

export const readConfig = defineConfig(
  {
    natsUrl: envUrl('NATS_URL'),
    natsPassword: envSecret('NATS_PASSWORD'),
    appUrl: envSecret('DATABASE_APP_URL'),
    systemUrl: envSecret('DATABASE_SYSTEM_URL'),
    egressAllow: optional(envString('EGRESS_ALLOW')),
    keyEncryptionKeys: envSecret('KEY_ENCRYPTION_KEYS'),
    routerPublicKey: envSecret('ROUTER_SEALING_PUBLIC_KEY'),
    watchPollSeconds: envInt('WATCH_POLL_SECONDS', WATCH_SECONDS.poll),
    watchLeaseSeconds: envInt('WATCH_LEASE_SECONDS', WATCH_SECONDS.lease),
  },
  (env): Omit<RegistryConfig, keyof ServiceConfig> => ({
    bus: { service: SERVICE, nats: { url: env.natsUrl, user: SERVICE, password: env.natsPassword } },
    database: { appUrl: env.appUrl, systemUrl: env.systemUrl },
    discovery: DISCOVERY_PACE,
    egress: { allow: explained('EGRESS_ALLOW', () => parseAllowList(env.egressAllow ?? '')) },
    watching: {
      times: toWatchTimes({ pollSeconds: env.watchPollSeconds, leaseSeconds: env.watchLeaseSeconds }),
      streams: STREAM_BOUNDS,
    },
    keys: {
      wrapper: explained('KEY_ENCRYPTION_KEYS', () =>
        createLocalKeyWrapper(parseKeyEncryptionKeys(env.keyEncryptionKeys)),
      ),
      routerPublicKeyPem: explained('ROUTER_SEALING_PUBLIC_KEY', () => usableSealingKey(env.routerPublicKey)),
    },
  }),
);

/** Found at the start, and not when the first call needs its credentials. */
function usableSealingKey(publicKeyPem: string): string {
  sealFor(publicKeyPem, '', 'start');
  return publicKeyPem;
}

function explained<T>(variable: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ConfigError([`${variable}: ${error instanceof Error ? error.message : 'is wrong'}`]);
  }
}
