import { canonicalJson, sha256Hex } from '@countersign/canonical-json';
import type { ToolDescription } from './discovered-server.js';

/**
 * What policies and approvals are pinned to: everything a model or an approver sees of a tool and nothing else, so that
 * an icon may change and a word of the description may not.
 *
 * @throws InvalidJsonError `json.not_serializable` for text with lone surrogates
 */
export function definitionHash(name: string, description: ToolDescription): string {
  const { title, description: text, inputSchema, outputSchema, annotations } = description;
  return sha256Hex(canonicalJson({ name, title, description: text, inputSchema, outputSchema, annotations }));
}
