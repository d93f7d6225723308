import type { TokenUsage } from '../runs/run-event.js';
import type { ModelPrice } from './model-facts.js';

/** The SDK's count of one answer. `noCache`, `cacheRead` and `cacheWrite` add up to the whole input. */
export interface CountedTokens {
  readonly inputTokens: {
    readonly total: number | undefined;
    readonly cacheRead: number | undefined;
    readonly cacheWrite: number | undefined;
  };
  readonly outputTokens: { readonly total: number | undefined };
}

/** What a run records; null when the provider did not count. */
export function toTokenUsage({ inputTokens, outputTokens }: CountedTokens): TokenUsage | null {
  if (inputTokens.total === undefined && outputTokens.total === undefined) return null;
  return {
    inputTokens: toCount(inputTokens.total),
    outputTokens: toCount(outputTokens.total),
    cachedInputTokens: Math.min(toCount(inputTokens.cacheRead), toCount(inputTokens.total)),
  };
}

/** No answer has as many: a server that counts more miscounts, and sums of these are still exact. */
export const TOKENS_COUNTED_MAX = 1_000_000_000;
/** A million dollars, for a price that was mistyped. */
const COST_MICROS_MAX = 1_000_000_000_000;

/** In millionths of a US dollar: so many tokens at so many dollars per million. */
export function toCostMicros({ inputTokens, outputTokens }: CountedTokens, price: ModelPrice): number {
  const [total, read, written] = [inputTokens.total, inputTokens.cacheRead, inputTokens.cacheWrite].map(toCount);
  const { input, output, cachedInput = input, cacheWrite = input, long } = price;
  const isLong = long !== undefined && (total ?? 0) > long.aboveInputTokens;
  const uncached = Math.max(0, (total ?? 0) - (read ?? 0) - (written ?? 0));
  const inputMicros = uncached * input + (read ?? 0) * cachedInput + (written ?? 0) * cacheWrite;
  const outputMicros = toCount(outputTokens.total) * output;
  const micros = inputMicros * (isLong ? long.inputFactor : 1) + outputMicros * (isLong ? long.outputFactor : 1);
  return Math.min(Math.round(micros), COST_MICROS_MAX);
}

/** A server may count what is no count; a log takes whole numbers alone, and could not be read with one that is not exact. */
function toCount(tokens: number | undefined): number {
  return tokens !== undefined && Number.isFinite(tokens)
    ? Math.min(Math.max(0, Math.round(tokens)), TOKENS_COUNTED_MAX)
    : 0;
}
