import { InvalidJsonError } from './invalid-json.errors.js';
import { DEFAULT_MAX_BYTES, DEFAULT_MAX_DEPTH, type JsonLimits } from './json-limits.js';
import { JsonScanner } from './json-scanner.js';
import type { JsonValue } from './json-value.js';

/**
 * Parses JSON that means the same to every reader. Beyond the grammar (RFC 8259) it refuses what I-JSON (RFC 7493)
 * forbids, because two readers would disagree about it, and what attacks careless readers:
 *
 * | input                                    | code                  |
 * |------------------------------------------|-----------------------|
 * | `{"a":1,}`, a byte order mark, not UTF-8 | `json.malformed`      |
 * | `"\ud800"`                               | `json.malformed`      |
 * | `{"a":1,"\u0061":2}`                     | `json.duplicate_key`  |
 * | `{"__proto__":1}`                        | `json.forbidden_key`  |
 * | `{"constructor":{"prototype":1}}`        | `json.forbidden_key`  |
 * | `9007199254740993`, `1e999`              | `json.unsafe_integer` |
 * | more than 64 levels                      | `json.too_deep`       |
 * | more than 1 MiB                          | `json.too_large`      |
 *
 * @throws InvalidJsonError with such a code and a JSON pointer to the place.
 */
export function parseStrictJson(input: string | Uint8Array, limits: JsonLimits = {}): JsonValue {
  const { maxBytes = DEFAULT_MAX_BYTES, maxDepth = DEFAULT_MAX_DEPTH } = limits;
  const bytes = typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength;
  if (bytes > maxBytes) throw new InvalidJsonError('json.too_large', `more than ${maxBytes} bytes`);
  const text = typeof input === 'string' ? input : decodeUtf8(input);
  const value = parse(text);
  new JsonScanner(text, maxDepth).scan();
  return value;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    // ignoreBOM keeps the mark in the text, where the grammar refuses it (RFC 8259, section 8.1).
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InvalidJsonError('json.malformed', 'not UTF-8');
  }
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // The SyntaxError quotes the input: it must reach neither a message nor a cause.
    throw new InvalidJsonError('json.malformed', 'not JSON');
  }
}
