import { MODEL_PROVIDERS, type ModelProvider } from '@countersign/contracts';
import {
  ConfigError,
  defineConfig,
  envChoice,
  envInt,
  envJson,
  envSecret,
  envString,
  envUrl,
  optional,
  type ServiceConfig,
} from '@countersign/service';
import type { ModelFactsTable } from './model/model-facts.js';
import { parseModelFacts } from './model/parse-model-facts.js';

export interface ModelConfig {
  /** What an agent uses that names none. */
  readonly provider: ModelProvider;
  readonly model: string;
  /** Of an OpenAI-compatible server, or of the scripted model. */
  readonly baseUrl: string | undefined;
  readonly anthropicApiKey: string | undefined;
  readonly openaiApiKey: string | undefined;
  /** With the version, e.g. `https://gateway.example/v1`; the provider's own when undefined. */
  readonly anthropicBaseUrl: string | undefined;
  readonly openaiBaseUrl: string | undefined;
  /** A provider that is silent for this long within an answer is taken for stuck. */
  readonly stallMs: number;
  /** Windows and prices that the deployment knows better. */
  readonly facts: ModelFactsTable;
}

export interface Config extends ServiceConfig {
  readonly nats: { readonly url: string; readonly user: 'agent-orchestrator'; readonly password: string };
  readonly database: { readonly appUrl: string; readonly systemUrl: string };
  readonly egressAllow: string;
  readonly model: ModelConfig;
}

/** Of a provider that an agent names without a model. */
export const DEFAULT_MODELS: Readonly<Record<ModelProvider, string>> = {
  scripted: 'scripted',
  anthropic: 'claude-sonnet-4-5',
  openai: 'gpt-5',
  'openai-compatible': 'default',
};

/** A model that reasons can be silent for minutes before its first word. */
const STALL_SECONDS_DEFAULT = 300;
const STALL_SECONDS_MAX = 900;

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
    anthropicBaseUrl: optional(envUrl('ANTHROPIC_BASE_URL')),
    openaiBaseUrl: optional(envUrl('OPENAI_BASE_URL')),
    stallSeconds: envInt('MODEL_STALL_SECONDS', { default: STALL_SECONDS_DEFAULT, min: 1, max: STALL_SECONDS_MAX }),
    // Long enough to be a file: `MODEL_FACTS_FILE`.
    facts: { ...envJson('MODEL_FACTS', parseModelFacts, { default: {} }), read: envSecret('MODEL_FACTS').read },
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
        anthropicBaseUrl: env.anthropicBaseUrl,
        openaiBaseUrl: env.openaiBaseUrl,
        stallMs: env.stallSeconds * 1_000,
        facts: env.facts,
      },
    };
  },
);

function assertReachable(provider: ModelProvider, baseUrl: string | undefined): void {
  if (baseUrl !== undefined || !NEEDS_BASE_URL.includes(provider)) return;
  throw new ConfigError([`MODEL_BASE_URL is required with MODEL_PROVIDER=${provider}`]);
}
