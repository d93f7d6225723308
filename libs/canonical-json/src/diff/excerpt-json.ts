import { canonicalJson } from '../canonical-json.js';
import type { JsonDiffLimits } from './json-diff.js';

type Limits = Pick<JsonDiffLimits, 'valueLengthMax'>;

/** What both texts have in common before they differ: enough to find the place by. */
const CONTEXT_LENGTH = 60;
const CUT = '…';

/** A value as JSON text, cut to what a difference may hold. */
export function excerptJson(value: unknown, limits: Limits): string {
  return excerpt(canonicalJson(value), 0, limits);
}

/**
 * Two values that differ, as JSON text. Long ones are cut around the place where they begin to differ: what was slipped into
 * the end of a long description must be seen.
 */
export function excerptJsonPair(
  before: unknown,
  after: unknown,
  limits: Limits,
): { readonly before: string; readonly after: string } {
  const [one, other] = [canonicalJson(before), canonicalJson(after)];
  const start = Math.max(0, commonPrefixLength(one, other) - CONTEXT_LENGTH);
  const isShort = Math.max(one.length, other.length) <= limits.valueLengthMax;
  return { before: excerpt(one, isShort ? 0 : start, limits), after: excerpt(other, isShort ? 0 : start, limits) };
}

function commonPrefixLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

function excerpt(text: string, start: number, { valueLengthMax }: Limits): string {
  const lead = start === 0 ? '' : CUT;
  const lengthMax = valueLengthMax - lead.length;
  const rest = text.slice(start);
  const shown = rest.length <= lengthMax ? rest : rest.slice(0, lengthMax - CUT.length) + CUT;
  return lead + withoutHalves(shown);
}

/** A cut may go through a surrogate pair, and half a character has no UTF-8 form. */
function withoutHalves(text: string): string {
  return text.replace(/^[\udc00-\udfff]/, '').replace(/[\ud800-\udbff](…?)$/, '$1');
}
