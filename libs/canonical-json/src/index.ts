export { canonicalJson } from './canonical-json.js';
export { InvalidJsonError, type InvalidJsonCode } from './invalid-json.errors.js';
export { DEFAULT_MAX_BYTES, DEFAULT_MAX_DEPTH, type JsonLimits } from './json-limits.js';
export type { JsonObject, JsonPrimitive, JsonValue } from './json-value.js';
export { parseStrictJson } from './parse-strict-json.js';
export { sha256Hex } from './sha256-hex.js';
