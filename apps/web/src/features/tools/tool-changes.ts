import type { components } from '@countersign/api-client';
import type { Tool } from './tool-state.js';

/** What a person wants of one tool; what is absent stays as it is. */
export type ToolChange = components['schemas']['ToolPolicyUpdate'];

/**
 * A request has room for more; but names are up to 1 KiB each, every batch is answered with the whole list, and a person
 * watches the progress.
 */
export const BATCH_TOOLS_MAX = 500;
const BATCH_BYTES_MAX = 256 * 1_024;

/** As the tools will be if the API takes the changes: shown before it has answered. */
export function withChanges(tools: readonly Tool[], changes: readonly ToolChange[]): readonly Tool[] {
  if (changes.length === 0) return tools;
  const byName = new Map(changes.map((change) => [change.name, change]));
  return tools.map((tool) => {
    const change = byName.get(tool.name);
    return change ? withChange(tool, change) : tool;
  });
}

function withChange(tool: Tool, { enabled, requiresApproval, approval, idempotent, acknowledge }: ToolChange): Tool {
  const changed: Tool = {
    ...tool,
    ...(enabled !== undefined && { enabled }),
    ...(requiresApproval !== undefined && { requiresApproval }),
    ...(idempotent !== undefined && { idempotent }),
    ...(approval !== undefined && { approval: { ...tool.approval, ...approval } }),
    ...(acknowledge !== undefined && { review: 'none' as const, acknowledgedHash: acknowledge }),
  };
  return { ...changed, ...expectedVerdict(changed, tool) };
}

/** Only what is sure is foretold: the API says the rest. */
function expectedVerdict(changed: Tool, before: Tool): Pick<Tool, 'verdict'> {
  if (changed.status === 'missing' || !changed.enabled || changed.problem !== null) return { verdict: 'deny' };
  if (changed.requiresApproval || changed.review !== 'none') return { verdict: 'ask' };
  return { verdict: before.flags.length > 0 && before.verdict === 'ask' ? 'ask' : 'allow' };
}

/** Whether nobody else decided about these tools meanwhile, so that what a person saw is still what they change. */
export function isAsSeen(seen: readonly Tool[], now: readonly Tool[], changes: readonly ToolChange[]): boolean {
  const [before, after] = [new Map(seen.map(byName)), new Map(now.map(byName))];
  return changes.every(({ name }) => {
    const [a, b] = [before.get(name), after.get(name)];
    return a !== undefined && b !== undefined && decisionOf(a) === decisionOf(b);
  });
}

function byName(tool: Tool): [string, Tool] {
  return [tool.name, tool];
}

function decisionOf({ enabled, requiresApproval, approval, idempotent, definitionHash, review, status }: Tool): string {
  const { expiresInSeconds, allowSelfApproval, approverGroup } = approval;
  const settings = [expiresInSeconds ?? null, allowSelfApproval ?? null, approverGroup || null];
  return JSON.stringify([enabled, requiresApproval, idempotent, definitionHash, review, status, ...settings]);
}

/** In order, each small enough for one request. */
export function toBatches(changes: readonly ToolChange[]): ToolChange[][] {
  const batches: ToolChange[][] = [];
  let bytes = Infinity;
  for (const change of changes) {
    const size = new TextEncoder().encode(JSON.stringify(change)).length;
    const last = batches.at(-1);
    if (!last || last.length >= BATCH_TOOLS_MAX || bytes + size > BATCH_BYTES_MAX) {
      batches.push([change]);
      bytes = size;
    } else {
      last.push(change);
      bytes += size;
    }
  }
  return batches;
}
