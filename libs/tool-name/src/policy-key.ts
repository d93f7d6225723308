import { InvalidToolNameError } from './invalid-tool-name.errors.js';
import { assertToolRef, type ToolRef } from './tool-ref.js';

const KEY_PREFIX = 'mcp.';

/**
 * The name for people, configuration files and logs (rule 2), lossless as it stands: `mcp.Jira.issue.get`.
 *
 * @throws InvalidToolNameError `bad_slug`, `empty`, `malformed`, `too_long`
 */
export function policyKey(ref: ToolRef): string {
  assertToolRef(ref);
  return `${KEY_PREFIX}${ref.integrationSlug}.${ref.toolName}`;
}

/**
 * The way back: the first dot after `mcp.` ends the slug, all the rest is the tool name.
 *
 * @throws InvalidToolNameError `not_canonical` (no such two parts), `bad_slug`, `empty`, `malformed`, `too_long`
 */
export function parsePolicyKey(key: string): ToolRef {
  const end = key.indexOf('.', KEY_PREFIX.length);
  if (!key.startsWith(KEY_PREFIX) || end === -1) {
    throw new InvalidToolNameError('not_canonical', `a policy key is ${KEY_PREFIX}<slug>.<tool name>`);
  }
  const ref = { integrationSlug: key.slice(KEY_PREFIX.length, end), toolName: key.slice(end + 1) };
  assertToolRef(ref);
  return ref;
}
