import type { Schemas } from '@countersign/api-client';
import { diffFields } from './diff-fields.js';
import type { ToolForm } from './manifest.js';
import type { Pending, PlanOptions, PlanPart, ToolChange } from './plan.js';
import type { StoredIntegration, StoredTool } from './workspace-state.js';

type ToolPolicyUpdate = Schemas['ToolPolicyUpdate'];

const NOT_LISTED = 'the server lists no such tool, so there is nothing to decide about yet';
const NOT_VERIFIED = 'the tools of this server are not known yet';

/** As many as the plan of a person is about at a time; a request also travels as one message, of less than this. */
const BATCH_LENGTH_MAX = 1_000;
const BATCH_BYTES_MAX = 128 * 1_024;

export interface ToolsWrite {
  readonly updates: readonly ToolPolicyUpdate[];
  /** Missing tools that are forgotten. */
  readonly forgotten: readonly string[];
}

/**
 * Decisions about the tools of one integration. A tool that is not stored is pending: there is no definition that a decision
 * could be about. `prune` forgets missing tools that the file does not name; it never touches one that the server still
 * lists, because what it would go back to may be an opening.
 */
export function planTools(
  stored: StoredIntegration,
  tools: ReadonlyMap<string, ToolForm>,
  options: PlanOptions,
): PlanPart {
  const changes = [...tools].flatMap(([name, form]): ToolChange[] => {
    const tool = stored.tools.get(name);
    const fields = tool && tool.problem === null ? diffTool(tool, form) : [];
    return fields.length === 0 ? [] : [{ action: 'update', name, fields }];
  });
  const removed = findForgotten(stored, tools, options).map((name): ToolChange => ({
    action: 'remove',
    name,
    fields: [],
  }));
  const all = [...changes, ...removed];
  const item = { action: 'update', kind: 'tools of', name: stored.name, fields: [], notes: [], tools: all } as const;
  return { items: all.length === 0 ? [] : [item], pending: findPending(stored, tools) };
}

export function toToolsWrite(
  stored: StoredIntegration,
  tools: ReadonlyMap<string, ToolForm>,
  options: PlanOptions,
): ToolsWrite {
  const updates = [...tools].flatMap(([name, form]) => {
    const tool = stored.tools.get(name);
    return tool && tool.problem === null && diffTool(tool, form).length > 0 ? [toUpdate(name, form)] : [];
  });
  return { updates, forgotten: findForgotten(stored, tools, options) };
}

/** In their order, as many to a request as it can hold. */
export function toBatches(updates: readonly ToolPolicyUpdate[]): ToolPolicyUpdate[][] {
  const batches: ToolPolicyUpdate[][] = [];
  let bytes = Infinity;
  for (const update of updates) {
    const size = Buffer.byteLength(JSON.stringify(update));
    const batch = batches.at(-1);
    if (batch && bytes + size <= BATCH_BYTES_MAX && batch.length < BATCH_LENGTH_MAX) batch.push(update);
    else {
      batches.push([update]);
      bytes = 0;
    }
    bytes += size;
  }
  return batches;
}

function diffTool({ form: current }: StoredTool, form: ToolForm): ReturnType<typeof diffFields> {
  return diffFields(current, form);
}

/** All that the file says of it: what is so already changes nothing. */
function toUpdate(name: string, { approval, ...form }: ToolForm): ToolPolicyUpdate {
  const { approverGroup, ...rest } = approval ?? {};
  const group = approverGroup === undefined ? {} : { approverGroup: approverGroup ?? '' };
  return { name, ...form, ...(approval && { approval: { ...rest, ...group } }) };
}

function findForgotten(
  { tools: stored }: StoredIntegration,
  tools: ReadonlyMap<string, ToolForm>,
  { prune }: PlanOptions,
): string[] {
  if (!prune) return [];
  return [...stored].flatMap(([name, { isMissing }]) => (isMissing && !tools.has(name) ? [name] : []));
}

function findPending(
  { name, tools: stored, isVerified }: StoredIntegration,
  tools: ReadonlyMap<string, ToolForm>,
): Pending[] {
  const unknown = [...tools.keys()].filter((tool) => !stored.has(tool));
  const unreadable = [...tools.keys()].filter((tool) => (stored.get(tool)?.problem ?? null) !== null);
  const pending = (list: string[], reason: string): Pending[] =>
    list.length === 0 ? [] : [{ kind: 'tools of', name, tools: list, reason }];
  return [
    ...pending(unknown, isVerified ? NOT_LISTED : NOT_VERIFIED),
    ...pending(unreadable, 'what is stored of it cannot be read'),
  ];
}
