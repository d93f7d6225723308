export { collidingToolNames } from './colliding-tool-names.js';
export { decodeExposedName, type DecodedName } from './decode-exposed-name.js';
export { deriveSlug } from './derive-slug.js';
export { displayText } from './display-text.js';
export { asciiToolName, displayToolName } from './display-tool-name.js';
export { encodeExposedName } from './encode-exposed-name.js';
export {
  budgetMin,
  DEFAULT_BUDGET,
  HOSTED_AGENT_NAMES,
  HOSTED_PREFIX,
  MCP_ENDPOINT_BUDGET,
  MCP_ENDPOINT_NAMES,
  type ExposedNameOptions,
} from './exposed-name-options.js';
export { InvalidToolNameError, type InvalidToolNameCode } from './invalid-tool-name.errors.js';
export { headerValue, mcpNameHeader } from './mcp-name-header.js';
export { parsePolicyKey, policyKey } from './policy-key.js';
export { resolveExposedName } from './resolve-exposed-name.js';
export { decodeResourceUri, encodeResourceUri, RESOURCE_URI_BYTES_MAX, type ResourceRef } from './resource-uri.js';
export { assertSlug, isSlug, RESERVED_SLUGS, SLUG_LENGTH_MAX, slugKey } from './slug.js';
export { toolNameDigest } from './tool-name-digest.js';
export { flagToolNames, toolNameFlags, type ToolNameFlag } from './tool-name-flags.js';
export { assertToolName, TOOL_NAME_BYTES_MAX, toolNameBytes } from './tool-name.js';
export type { ToolRef } from './tool-ref.js';
