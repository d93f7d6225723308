import { MODEL_PROVIDERS, type ModelProvider } from '@countersign/contracts';
import {
  ConfigError,
  defineConfig,
  envChoice,
  envSecret,
  envString,
  envUrl,
  optional,
  type ServiceConfig,
} from '@countersign/service';

export interface ModelConfig {
  /** What an agent uses that names none. */
  readonly provider: ModelProvider;
  readonly model: string;
  /** Of an OpenAI-compatible server, or of the scripted model. */
  readonly baseUrl: string | undefined;
  readonly anthropicApiKey: string | undefined;
  readonly openaiApiKey: string | undefined;
}

export interface Config extends ServiceConfig {
  readonly nats: { readonly url: string; readonly user: 'agent-orchestrator'; readonly password: string };
  readonly database: { readonly appUrl: string; readonly systemUrl: string };
  readonly egressAllow: string;
  readonly model: ModelConfig;
}

const DEFAULT_MODELS: Readonly<Record<ModelProvider, string>> = {
  scripted: 'scripted',
  anthropic: 'claude-sonnet-4-5',
  openai: 'gpt-5',
  'openai-compatible': 'default',
};

/** Providers that are found by address alone. */
const NEEDS_BASE_URL: readonly ModelProvider[] = ['scripted', 'openai-compatible'];

export const readConfig = defineConfig(
  {
    natsUrl: envString('NATS_URL'),
    natsPassword: envSecret('NATS_PASSWORD'),
    appUrl: envSecret('DATABASE_APP_URL'),
    systemUrl: envSecret('DATABASE_SYSTEM_URL'),
    egressAllow: envString('EGRESS_ALLOW', { default: '' }),
    provider: envChoice('MODEL_PROVIDER', MODEL_PROVIDERS),
    model: optional(envString('MODEL_ID')),
    baseUrl: optional(envUrl('MODEL_BASE_URL')),
    anthropicApiKey: optional(envSecret('ANTHROPIC_API_KEY')),
    openaiApiKey: optional(envSecret('OPENAI_API_KEY')),
  },
  (env): Omit<Config, keyof ServiceConfig> => {
    assertReachable(env.provider, env.baseUrl);
    return {
      nats: { url: env.natsUrl, user: 'agent-orchestrator', password: env.natsPassword },
      database: { appUrl: env.appUrl, systemUrl: env.systemUrl },
      egressAllow: env.egressAllow,
      model: {
        provider: env.provider,
        model: env.model ?? DEFAULT_MODELS[env.provider],
        baseUrl: env.baseUrl,
        anthropicApiKey: env.anthropicApiKey,
        openaiApiKey: env.openaiApiKey,
      },
    };
  },
);

function assertReachable(provider: ModelProvider, baseUrl: string | undefined): void {
  if (baseUrl !== undefined || !NEEDS_BASE_URL.includes(provider)) return;
  throw new ConfigError([`MODEL_BASE_URL is required with MODEL_PROVIDER=${provider}`]);
}
