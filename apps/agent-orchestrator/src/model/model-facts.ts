import type { ModelProvider } from '@countersign/contracts';

/** What is known of a model. Whatever is absent is not known, and nothing is guessed in its place. */
export interface ModelFacts {
  /** Input and output together. */
  readonly contextTokens?: number;
  /** Of one answer; what the provider assumes when it is not told. */
  readonly outputTokensMax?: number;
  readonly price?: ModelPrice;
}

/** US dollars per million tokens. */
export interface ModelPrice {
  readonly input: number;
  readonly output: number;
  /** Read from the provider's cache; absent: as `input`. */
  readonly cachedInput?: number;
  /** Written to it; absent: as `input`. */
  readonly cacheWrite?: number;
  /** Requests with a longer input are dearer as a whole. */
  readonly long?: { readonly aboveInputTokens: number; readonly inputFactor: number; readonly outputFactor: number };
}

export type ModelFactsTable = Readonly<Record<string, ModelFacts>>;

const MILLION_CONTEXT = { contextTokens: 1_000_000, outputTokensMax: 128_000 };

/**
 * Anthropic: platform.claude.com/docs/en/about-claude/models and …/pricing (cache writes of five minutes).
 * OpenAI: developers.openai.com/api/docs/models and …/pricing (standard tier). Read in November 2026.
 * They change: `MODEL_FACTS` adds to this and corrects it.
 */
const BUILT_IN: ModelFactsTable = {
  'claude-fable-5-1': { ...MILLION_CONTEXT, price: { input: 10, cachedInput: 0.25, cacheWrite: 12.5, output: 50 } },
  'claude-opus-5-5': { ...MILLION_CONTEXT, price: { input: 4, cachedInput: 0.2, cacheWrite: 5, output: 20 } },
  'claude-sonnet-5-5': { ...MILLION_CONTEXT, price: { input: 2, cachedInput: 0.1, cacheWrite: 2.5, output: 10 } },
  'claude-haiku-5-5': {
    ...MILLION_CONTEXT,
    price: {
      ...{ input: 0.1, cachedInput: 0.01, cacheWrite: 0.125, output: 0.5 },
      long: { aboveInputTokens: 100_000, inputFactor: 5, outputFactor: 5 },
    },
  },
  'claude-sonnet-4-5': {
    ...{ contextTokens: 200_000, outputTokensMax: 64_000 },
    price: { input: 3, cachedInput: 0.3, cacheWrite: 3.75, output: 15 },
  },
  'claude-haiku-4-5': {
    ...{ contextTokens: 200_000, outputTokensMax: 64_000 },
    price: { input: 1, cachedInput: 0.1, cacheWrite: 1.25, output: 5 },
  },
  // Its price was announced as a promotion of which the end is not known.
  'gpt-5.6-sol': { contextTokens: 1_050_000, outputTokensMax: 128_000 },
  'gpt-5.1': {
    ...{ contextTokens: 400_000, outputTokensMax: 128_000 },
    price: { input: 1.25, cachedInput: 0.125, output: 10 },
  },
  'gpt-5': {
    ...{ contextTokens: 400_000, outputTokensMax: 128_000 },
    price: { input: 1.25, cachedInput: 0.125, output: 10 },
  },
  'gpt-5-mini': {
    ...{ contextTokens: 400_000, outputTokensMax: 128_000 },
    price: { input: 0.25, cachedInput: 0.025, output: 2 },
  },
  'gpt-4.1': {
    ...{ contextTokens: 1_047_576, outputTokensMax: 32_768 },
    price: { input: 2, cachedInput: 0.5, output: 8 },
  },
};

/** Whose models the table is about: the same name on another server is another price. */
const PROVIDERS_BUILT_IN: readonly ModelProvider[] = ['anthropic', 'openai'];

/** What is known of a model, by its own id or by the one without the date of its snapshot. */
export function findModelFacts(provider: ModelProvider, model: string, own: ModelFactsTable): ModelFacts {
  const builtIn = PROVIDERS_BUILT_IN.includes(provider) ? BUILT_IN : {};
  const undated = model.replace(/-(?:\d{8}|\d{4}-\d{2}-\d{2})$/, '');
  return { ...find(builtIn, undated), ...find(builtIn, model), ...find(own, undated), ...find(own, model) };
}

function find(table: ModelFactsTable, model: string): ModelFacts | undefined {
  return Object.hasOwn(table, model) ? table[model] : undefined;
}
