import canonicalize from 'canonicalize';
import { InvalidJsonError } from './invalid-json.errors.js';

/**
 * The one text that stands for a JSON value (RFC 8785): sorted keys, no white space, ECMAScript numbers. Equal values have
 * equal texts, so the text can be hashed and signed. As in JSON.stringify, a member that is undefined is left out.
 *
 * @throws InvalidJsonError `json.not_serializable` for what JSON cannot say: NaN, infinities, lone surrogates, bigints,
 *   cycles, undefined or a function as the document.
 */
export function canonicalJson(value: unknown): string {
  const text = serialize(value);
  if (text === undefined) throw new InvalidJsonError('json.not_serializable', 'the value has no JSON form');
  return text;
}

function serialize(value: unknown): string | undefined {
  try {
    return canonicalize(value);
  } catch (error) {
    throw new InvalidJsonError(
      'json.not_serializable',
      error instanceof Error ? error.message : 'the value has no JSON form',
    );
  }
}
