export { canonicalJson } from './canonical-json.js';
export { diffJson, diffMembers, type MembersDiff } from './diff/diff-json.js';
export type {
  JsonDiff,
  JsonDifference,
  JsonDifferenceOperation,
  JsonDiffLimits,
  JsonDiffOptions,
} from './diff/json-diff.js';
export { areJsonEqual } from './diff/json-identities.js';
export { InvalidJsonError, type InvalidJsonCode } from './invalid-json.errors.js';
export { DEFAULT_MAX_BYTES, DEFAULT_MAX_DEPTH, DEFAULT_MAX_VALUES, type JsonLimits } from './json-limits.js';
export { childPointer } from './json-pointer.js';
export type { JsonObject, JsonPrimitive, JsonValue } from './json-value.js';
export { parseCountedJson, parseStrictJson, type CountedJson } from './parse-strict-json.js';
export { sha256Hex } from './sha256-hex.js';
