import type { ProviderError } from './provider-error.js';

/** How much too long a question was, in the provider's own count. */
export interface LengthRefusal {
  /** Null where the provider names no numbers. */
  readonly counted: { readonly tokens: number; readonly tokensMax: number } | null;
}

/**
 * | provider   | says                                                                                    |
 * |------------|-----------------------------------------------------------------------------------------|
 * | Anthropic  | `prompt is too long: 208310 tokens > 200000 maximum`                                    |
 * | Anthropic  | `input length and max_tokens exceed context limit: 188240 + 21333 > 200000`             |
 * | OpenAI     | code `context_length_exceeded`; `… exceeds the context window of this model`            |
 * | compatible | `This model's maximum context length is 8192 tokens. … resulted in 9000 tokens`         |
 * | any        | 413                                                                                     |
 */
const TOO_LONG =
  /prompt is too long|exceeds? (?:the )?(?:model'?s )?(?:maximum )?context|context (?:window|length|size)|too many tokens|maximum context/i;

/** Null when the provider refused for another reason. */
export function findLengthRefusal({ status, kind, message }: ProviderError): LengthRefusal | null {
  const isTooLong = status === 413 || kind === 'context_length_exceeded' || (status === 400 && TOO_LONG.test(message));
  return isTooLong ? { counted: readCounts(message) } : null;
}

function readCounts(message: string): LengthRefusal['counted'] {
  const [, tokens, added, tokensMax] = /(\d+)(?: tokens)?(?: \+ (\d+))? > (\d+)/.exec(message) ?? [];
  if (tokens !== undefined) return { tokens: Number(tokens) + Number(added ?? 0), tokensMax: Number(tokensMax) };
  const [, most, requested] = /context length is (\d+) tokens\b[^]*?(\d+) tokens/.exec(message) ?? [];
  return most === undefined ? null : { tokens: Number(requested), tokensMax: Number(most) };
}
