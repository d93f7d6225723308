import {
  type DefinitionDifference,
  TOOL_CHANGE_KINDS,
  TOOL_CHANGE_WARNINGS,
  type ToolChangeKind,
  type ToolChangeWarning,
} from '@countersign/contracts';
import type { DiscoveredTool, ToolDescription } from '../../discovery/discovered-server.js';
import { type DefinitionMember, diffDefinition } from './diff-definition.js';

/** What became different about one tool. */
export interface ToolDifference {
  readonly name: string;
  readonly kinds: ToolChangeKind[];
  readonly warnings: ToolChangeWarning[];
  readonly beforeHash: string | null;
  readonly afterHash: string | null;
  readonly differences: DefinitionDifference[];
  readonly truncated: boolean;
}

/** A tool as it was. */
export interface FormerTool {
  /** It had gone. */
  readonly removed: boolean;
  /** Both are null of a tool that went too long ago. */
  readonly definitionHash: string | null;
  readonly description: ToolDescription | null;
  /** Of its name among its siblings then. */
  readonly flags: readonly string[];
}

const KIND_OF_MEMBER = {
  title: 'title_changed',
  description: 'description_changed',
  inputSchema: 'input_schema_changed',
  outputSchema: 'output_schema_changed',
  annotations: 'annotations_changed',
} as const satisfies Record<DefinitionMember, ToolChangeKind>;

/** Null where nothing is different that a person could want to know. */
export function classifyTool(former: FormerTool | undefined, tool: DiscoveredTool): ToolDifference | null {
  if (former === undefined) return { ...NOTHING, ...afterOf(tool), kinds: ['added'], warnings: nameWarnings(tool, []) };
  const members = compareDefinitions(former, tool);
  const newNameWarnings = nameWarnings(tool, former.removed ? [] : former.flags);
  const kinds: ToolChangeKind[] = [...members.kinds];
  if (former.removed) kinds.push('reappeared');
  if (kinds.length === 0 && newNameWarnings.length > 0) kinds.push('name_flagged');
  if (kinds.length === 0) return null;
  return {
    ...afterOf(tool),
    kinds: TOOL_CHANGE_KINDS.filter((kind) => kinds.includes(kind)),
    warnings: inOrder([...members.warnings, ...newNameWarnings]),
    beforeHash: former.definitionHash,
    differences: members.differences,
    truncated: members.truncated,
  };
}

export function toRemovedTool(name: string, definitionHash: string): ToolDifference {
  return { ...NOTHING, name, kinds: ['removed'], beforeHash: definitionHash };
}

const NOTHING = { warnings: [], beforeHash: null, afterHash: null, differences: [], truncated: false };

function afterOf({ name, definitionHash }: DiscoveredTool): Pick<ToolDifference, 'name' | 'afterHash'> {
  return { name, afterHash: definitionHash };
}

type Comparison = Pick<ToolDifference, 'kinds' | 'warnings' | 'differences' | 'truncated'>;

function compareDefinitions({ description, definitionHash }: FormerTool, tool: DiscoveredTool): Comparison {
  if (description === null || definitionHash === tool.definitionHash) return { ...NOTHING, kinds: [] };
  const { members, differences, truncated } = diffDefinition(description, tool.description);
  const warnings = annotationWarnings(description, tool.description);
  return { kinds: members.map((member) => KIND_OF_MEMBER[member]), warnings, differences, truncated };
}

/** The flags of the name that are warnings, and were not there before. */
function nameWarnings({ flags }: DiscoveredTool, before: readonly string[]): ToolChangeWarning[] {
  return TOOL_CHANGE_WARNINGS.filter((warning) => flags.includes(warning) && !before.includes(warning));
}

function annotationWarnings(before: ToolDescription, after: ToolDescription): ToolChangeWarning[] {
  const [was, is] = [effectOf(before), effectOf(after)];
  const warnings: ToolChangeWarning[] = [];
  if (was.isReadOnly && !is.isReadOnly) warnings.push('read_only_became_writing');
  if (!was.isDestructive && is.isDestructive) warnings.push('became_destructive');
  return warnings;
}

/**
 * What the annotations claim, with the protocol's defaults: a tool that says nothing writes, and one that writes destroys
 * unless it says otherwise. A hint that is no boolean says nothing.
 */
function effectOf({ annotations }: ToolDescription): { readonly isReadOnly: boolean; readonly isDestructive: boolean } {
  const isReadOnly = annotations?.['readOnlyHint'] === true;
  return { isReadOnly, isDestructive: !isReadOnly && annotations?.['destructiveHint'] !== false };
}

function inOrder(warnings: readonly ToolChangeWarning[]): ToolChangeWarning[] {
  return TOOL_CHANGE_WARNINGS.filter((warning) => warnings.includes(warning));
}
