import { ConfigError, defineConfig, envSecret, envUrl, type ServiceConfig } from '@countersign/service';
import { type SigningKey, toSigningKey } from '@countersign/tokens';

export interface Config extends ServiceConfig {
  readonly database: { readonly appUrl: string; readonly systemUrl: string };
  readonly nats: { readonly url: string; readonly user: 'policy'; readonly password: string };
  /** Signs grants; the router knows its public half by configuration. */
  readonly grantSigningKey: SigningKey;
}

const SHAPE = {
  databaseUrl: envSecret('DATABASE_APP_URL'),
  systemDatabaseUrl: envSecret('DATABASE_SYSTEM_URL'),
  natsUrl: envUrl('NATS_URL'),
  natsPassword: envSecret('NATS_PASSWORD'),
  grantSigningKey: envSecret('POLICY_SIGNING_KEY'),
};

export const readConfig = defineConfig(SHAPE, (env): Omit<Config, keyof ServiceConfig> => ({
  database: { appUrl: env.databaseUrl, systemUrl: env.systemDatabaseUrl },
  nats: { url: env.natsUrl, user: 'policy', password: env.natsPassword },
  grantSigningKey: toGrantSigningKey(env.grantSigningKey),
}));

function toGrantSigningKey(pem: string): SigningKey {
  try {
    return toSigningKey(pem);
  } catch (cause) {
    throw new ConfigError([`POLICY_SIGNING_KEY ${cause instanceof Error ? cause.message : 'is not a key'}`]);
  }
}
