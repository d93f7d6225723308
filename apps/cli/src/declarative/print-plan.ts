import pc from 'picocolors';
import { printLine, safeLine } from '../print.js';
import type { FieldChange } from './diff-fields.js';
import type { Pending, Plan, PlanItem, ToolChange } from './plan.js';

const SIGNS = { create: pc.green('+'), update: pc.yellow('~'), remove: pc.red('-') } as const;
/** A whole text is for the file; of a plan, a person wants to see which. */
const VALUE_LENGTH_MAX = 160;
/** Pending tools of one server by name; the rest by their number. */
const NAMES_MAX = 20;

const UNCOMPARED =
  'Credentials stay as they are, and whether the file has others cannot be known (--set-credentials sets them again)';

/** `+ ~ -` lines: what is made, changed (old → new) and removed, and what has to wait. */
export function printPlan(plan: Plan): void {
  for (const item of plan.items) printItem(item);
  for (const pending of plan.pending) printPending(pending);
  const { unnamed, uncompared } = plan;
  if (unnamed.length > 0) printLine(pc.dim(`  Not in the file, and left as it is without --prune: ${listOf(unnamed)}`));
  if (uncompared.length > 0) printLine(pc.dim(`  ${UNCOMPARED}: ${listOf(uncompared)}`));
  printLine(summaryOf(plan));
}

function listOf(things: readonly Pick<PlanItem, 'kind' | 'name'>[]): string {
  const more = things.length > NAMES_MAX ? `, and ${things.length - NAMES_MAX} more` : '';
  return things.slice(0, NAMES_MAX).map(labelOf).join(', ') + more;
}

export function printPending({ kind, name, tools = [], reason }: Pending): void {
  const shown = tools.slice(0, NAMES_MAX).map((tool) => safeLine(tool));
  const more = tools.length > NAMES_MAX ? `, and ${tools.length - NAMES_MAX} more` : '';
  const list = tools.length === 0 ? '' : ` (${shown.join(', ')}${more})`;
  printLine(`${pc.cyan('?')} ${kind} ${safeLine(name)}: pending, ${reason}${list}`);
}

export function labelOf({ kind, name }: Pick<PlanItem, 'kind' | 'name'>): string {
  return name === '' ? kind : `${kind} ${safeLine(name)}`;
}

/** `2 to create, 1 to change, 14 tools to change; 3 pending`. */
export function summaryOf({ items, pending }: Plan): string {
  const count = (action: PlanItem['action']): number =>
    items.filter((item) => item.action === action && item.kind !== 'tools of').length;
  const tools = items.flatMap((item) => item.tools ?? []);
  const waiting = pending.reduce((sum, { tools: names }) => sum + (names?.length ?? 1), 0);
  const parts = [
    [count('create'), 'to create'],
    [count('update'), 'to change'],
    [count('remove'), 'to remove'],
    [tools.filter(({ action }) => action === 'update').length, 'tools to change'],
    [tools.filter(({ action }) => action === 'remove').length, 'missing tools to forget'],
    [waiting, 'pending'],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return said.length === 0 ? 'No differences.' : `${said.join(', ')}.`;
}

function printItem(item: PlanItem): void {
  printLine(`${SIGNS[item.action]} ${labelOf(item)}`);
  for (const change of item.fields) printLine(`    ${fieldLine(change)}`);
  for (const tool of item.tools ?? []) printTool(tool);
  for (const note of item.notes) printLine(pc.dim(`    (${note})`));
}

function printTool({ action, name, fields }: ToolChange): void {
  const changes = action === 'remove' ? 'is missing, and forgotten' : fields.map(fieldLine).join(', ');
  printLine(`    ${SIGNS[action]} ${safeLine(name)}: ${changes}`);
}

function fieldLine({ field, before, after }: FieldChange): string {
  const [from, to] = [before, after].map((value) => (value === null ? 'none' : cut(safeLine(value))));
  return before === null ? `${safeLine(field)}: ${to}` : `${safeLine(field)}: ${from} → ${to}`;
}

function cut(value: string): string {
  return value.length <= VALUE_LENGTH_MAX ? value : `${value.slice(0, VALUE_LENGTH_MAX)}…`;
}
