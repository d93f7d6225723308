import { countJsonValues } from './count-json-values.js';
import { InvalidJsonError } from './invalid-json.errors.js';
import { DEFAULT_MAX_BYTES, DEFAULT_MAX_DEPTH, DEFAULT_MAX_VALUES, type JsonLimits } from './json-limits.js';
import { JsonScanner } from './json-scanner.js';
import type { JsonValue } from './json-value.js';

/**
 * Parses JSON that means the same to every reader. Beyond the grammar (RFC 8259) it refuses what I-JSON (RFC 7493)
 * forbids, because two readers would disagree about it, and what attacks careless readers:
 *
 * | input                                    | code                   |
 * |------------------------------------------|------------------------|
 * | `{"a":1,}`, a byte order mark, not UTF-8 | `json.malformed`       |
 * | `"\ud800"`                               | `json.malformed`       |
 * | `{"a":1,"\u0061":2}`                     | `json.duplicate_key`   |
 * | `{"__proto__":1}`                        | `json.forbidden_key`   |
 * | `{"constructor":{"prototype":1}}`        | `json.forbidden_key`   |
 * | `9007199254740993`, `1e999`              | `json.unsafe_integer`  |
 * | more than 64 levels                      | `json.too_deep`        |
 * | more than 1 MiB                          | `json.too_large`       |
 * | more than 100,000 values                 | `json.too_many_values` |
 *
 * @throws InvalidJsonError with such a code and a JSON pointer to the place.
 */
export function parseStrictJson(input: string | Uint8Array, limits: JsonLimits = {}): JsonValue {
  return parseCountedJson(input, limits).value;
}

export interface CountedJson {
  readonly value: JsonValue;
  /** Its arrays and objects, and the commas between what they hold: at least as many as its members and elements. */
  readonly values: number;
}

/** The same, for whoever accounts for the memory that the value takes. */
export function parseCountedJson(input: string | Uint8Array, limits: JsonLimits = {}): CountedJson {
  const { maxBytes = DEFAULT_MAX_BYTES, maxDepth = DEFAULT_MAX_DEPTH, maxValues = DEFAULT_MAX_VALUES } = limits;
  const bytes = typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength;
  if (bytes > maxBytes) throw new InvalidJsonError('json.too_large', `more than ${maxBytes} bytes`);
  if (bytes > maxValues) assertFewValues(input, maxValues);
  const text = typeof input === 'string' ? input : decodeUtf8(input);
  const value = parse(text);
  return { value, values: new JsonScanner(text, maxDepth).scan() };
}

/** Before anything is built of them. A value takes at least a byte, so that most texts need not be counted. */
function assertFewValues(input: string | Uint8Array, maxValues: number): void {
  const count = countJsonValues(typeof input === 'string' ? Buffer.from(input) : input);
  if (count > maxValues) throw new InvalidJsonError('json.too_many_values', `more than ${maxValues} values`);
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
