import { diffMembers } from '@countersign/canonical-json';
import {
  DIFFERENCE_POINTER_LENGTH_MAX,
  DIFFERENCE_VALUE_LENGTH_MAX,
  DIFFERENCES_MAX,
  type ToolReview,
} from '@countersign/contracts';
import type { ToolPolicy } from '@countersign/tool-policy';
import type { StoredDefinition } from './tool-definition.repository.js';

/** Small ones first: what a large schema has too many of must not hide a changed annotation. */
const MEMBERS = ['title', 'description', 'annotations', 'inputSchema', 'outputSchema'] as const;

const LIMITS = {
  differencesMax: DIFFERENCES_MAX,
  /** A reply stays far under the size of a message, whatever two servers of one tool disagree about. */
  bytesMax: 64 * 1_024,
  valueLengthMax: DIFFERENCE_VALUE_LENGTH_MAX,
  pointerLengthMax: DIFFERENCE_POINTER_LENGTH_MAX,
};
/** Keywords of JSON Schema whose lists have no order. */
const UNORDERED: ReadonlySet<string> = new Set(['required', 'enum', 'type']);

export interface ReviewedDefinitions {
  /** What was acknowledged last; undefined: nothing was, or it is not known any more. */
  readonly before: StoredDefinition | undefined;
  readonly after: StoredDefinition | undefined;
}

/** What a person acknowledges: the tool as it is now, against what somebody took as right before. */
export function toToolReview(policy: ToolPolicy, { before, after }: ReviewedDefinitions): ToolReview {
  const { toolName, review, definitionHash, acknowledgedHash } = policy;
  const hashes = { definitionHash: definitionHash ?? null, acknowledgedHash: acknowledgedHash ?? null };
  const head = { toolName, review, ...hashes };
  if (before === undefined || after === undefined) return { ...head, differences: [], truncated: false };
  return { ...head, ...diffDefinitions({ before, after }) };
}

export function diffDefinitions(definitions: {
  readonly before: StoredDefinition;
  readonly after: StoredDefinition;
}): Pick<ToolReview, 'differences' | 'truncated'> {
  return diffMembers(MEMBERS, definitions, { limits: LIMITS, unordered: UNORDERED });
}
