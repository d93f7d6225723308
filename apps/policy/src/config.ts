import { parseAllowList } from '@countersign/egress';
import {
  ConfigError,
  defineConfig,
  envBool,
  envSecret,
  envString,
  envUrl,
  optional,
  type ServiceConfig,
} from '@countersign/service';
import { createLocalKeyWrapper, parseKeyEncryptionKeys, type SigningKey, toSigningKey } from '@countersign/tokens';
import { SEND_TIMES, type WebhookSettings } from './webhooks/webhook-settings.js';

export interface Config extends ServiceConfig {
  readonly database: { readonly appUrl: string; readonly systemUrl: string };
  readonly nats: { readonly url: string; readonly user: 'policy'; readonly password: string };
  /** Signs grants; the router knows its public half by configuration. */
  readonly grantSigningKey: SigningKey;
  readonly webhooks: WebhookSettings;
}

const SHAPE = {
  databaseUrl: envSecret('DATABASE_APP_URL'),
  systemDatabaseUrl: envSecret('DATABASE_SYSTEM_URL'),
  natsUrl: envUrl('NATS_URL'),
  natsPassword: envSecret('NATS_PASSWORD'),
  grantSigningKey: envSecret('POLICY_SIGNING_KEY'),
  keyEncryptionKeys: envSecret('KEY_ENCRYPTION_KEYS'),
  egressAllow: optional(envString('EGRESS_ALLOW')),
  publicUrl: envUrl('PUBLIC_URL', { protocols: ['http:', 'https:'] }),
  webhookIncludeArguments: envBool('WEBHOOK_INCLUDE_ARGUMENTS', { default: false }),
};

export const readConfig = defineConfig(SHAPE, (env): Omit<Config, keyof ServiceConfig> => ({
  database: { appUrl: env.databaseUrl, systemUrl: env.systemDatabaseUrl },
  nats: { url: env.natsUrl, user: 'policy', password: env.natsPassword },
  grantSigningKey: explained('POLICY_SIGNING_KEY', () => toSigningKey(env.grantSigningKey)),
  webhooks: {
    egress: { allow: explained('EGRESS_ALLOW', () => parseAllowList(env.egressAllow ?? '')) },
    wrapper: explained('KEY_ENCRYPTION_KEYS', () =>
      createLocalKeyWrapper(parseKeyEncryptionKeys(env.keyEncryptionKeys)),
    ),
    publicUrl: env.publicUrl.replace(/\/+$/, ''),
    includeArguments: env.webhookIncludeArguments,
    times: SEND_TIMES,
  },
}));

function explained<T>(variable: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new ConfigError([`${variable} ${cause instanceof Error ? cause.message : 'is wrong'}`]);
  }
}
