import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { assertNever } from '@countersign/contracts';
import type { Egress } from '@countersign/egress';
import type { streamText, wrapLanguageModel } from 'ai';
import type { ModelConfig } from '../config.js';
import type { AskedModel } from './model-failure.js';

export type ProviderModel = Parameters<typeof wrapLanguageModel>[0]['model'];
type ProviderOptions = NonNullable<Parameters<typeof streamText>[0]['providerOptions']>;

/** The SDK's model of a provider, reached through the egress guard alone. */
export function providerModel({ provider, model }: AskedModel, config: ModelConfig, egress: Egress): ProviderModel {
  const { anthropicApiKey, openaiApiKey, anthropicBaseUrl, openaiBaseUrl, baseUrl } = config;
  const fetch = egress.fetch as unknown as typeof globalThis.fetch;
  switch (provider) {
    case 'anthropic':
      return createAnthropic({
        fetch,
        ...(anthropicApiKey && { apiKey: anthropicApiKey }),
        ...(anthropicBaseUrl && { baseURL: anthropicBaseUrl }),
      })(model);
    case 'openai':
      return createOpenAI({
        fetch,
        ...(openaiApiKey && { apiKey: openaiApiKey }),
        ...(openaiBaseUrl && { baseURL: openaiBaseUrl }),
      })(model);
    case 'scripted':
    case 'openai-compatible':
      return createOpenAICompatible({
        name: provider,
        baseURL: baseUrl ?? '',
        fetch,
        // Without it, a server does not count the tokens of a stream.
        includeUsage: true,
        ...(openaiApiKey && { apiKey: openaiApiKey }),
      }).chatModel(model);
    default:
      return assertNever(provider);
  }
}

/**
 * Anthropic: whole arguments, checked by the provider to be JSON, instead of unchecked pieces. OpenAI: conversations are
 * not kept there, since every question holds all of its own.
 */
export const PROVIDER_OPTIONS: ProviderOptions = {
  anthropic: { toolStreaming: false },
  openai: { store: false },
};

/** Marks the end of what stays the same until the next question, for providers that cache on request. */
export const CACHE_UP_TO_HERE: { readonly providerOptions: ProviderOptions } = {
  providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' } } },
};
