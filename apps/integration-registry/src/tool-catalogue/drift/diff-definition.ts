import { diffMembers, type MembersDiff } from '@countersign/canonical-json';
import { DIFFERENCE_LIMITS } from '@countersign/contracts';
import type { ToolDescription } from '../../discovery/discovered-server.js';

/** Small ones first: what a large schema has too many of must not hide a changed annotation. */
const DEFINITION_MEMBERS = ['title', 'description', 'annotations', 'inputSchema', 'outputSchema'] as const;
export type DefinitionMember = (typeof DEFINITION_MEMBERS)[number];

/** Keywords of JSON Schema whose lists have no order. */
const SET_KEYWORDS: ReadonlySet<string> = new Set(['required', 'enum', 'type']);

/** What is different between two definitions of a tool, by JSON pointers that begin at the tool; null stands for nothing. */
export function diffDefinition(before: ToolDescription, after: ToolDescription): MembersDiff<DefinitionMember> {
  return diffMembers(DEFINITION_MEMBERS, { before, after }, { limits: DIFFERENCE_LIMITS, unordered: SET_KEYWORDS });
}
