import { DIGEST_ENDING_LENGTH, digestEnding } from './digest-ending.js';
import { escapedBeginning } from './escape-tool-name.js';
import { escapeUnder, headUnder } from './exposed-name-form.js';
import { assertExposedNameOptions, type ExposedNameOptions } from './exposed-name-options.js';
import { assertToolRef, type ToolRef } from './tool-ref.js';

/**
 * The name under which models and MCP clients see a tool (rules 3 and 5): a pure function of its arguments, so it never
 * shifts because another integration joined (rule 6). Nothing inside is keyed by it (rule 7).
 *
 * | prefix  | budget | slug   | tool name                               | exposed name                                   |
 * |---------|--------|--------|-----------------------------------------|------------------------------------------------|
 * | `mcp__` | 64     | `Jira` | `getIssue`                              | `mcp__Jira__getIssue`                          |
 * |         | 46     | `Jira` | `issue.get`                             | `Jira__issue_x2Eget`                           |
 * |         | 46     | `Jira` | `issue.attachments.download.everything` | `Jira__issue_x2Eattachments_he2qf2g32c3zrzyqs` |
 *
 * Without a slug, for the reader of one integration, the same names are `getIssue`, `issue_x2Eget` and so on.
 *
 * @throws InvalidToolNameError `bad_slug`, `empty`, `malformed`, `too_long`, `bad_prefix`, `bad_budget`
 */
export function encodeExposedName(ref: ToolRef, options: ExposedNameOptions): string {
  assertExposedNameOptions(options);
  assertToolRef(ref);
  const head = headUnder(options, ref.integrationSlug);
  const room = options.budget - head.length;
  const escaped = escapeUnder(options, ref.toolName);
  if (escaped.length <= room) return head + escaped;
  return head + escapedBeginning(escaped, room - DIGEST_ENDING_LENGTH) + digestEnding(ref);
}
