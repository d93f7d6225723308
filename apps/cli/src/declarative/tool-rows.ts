import { InvalidJsonError, parseStrictJson, type JsonValue } from '@countersign/canonical-json';
import { healToolPolicy, type ToolPolicy } from '@countersign/tool-policy';
import { CliError, EXIT } from '../cli.errors.js';
import { safeLine } from '../print.js';
import type { ToolForm } from './manifest.js';
import type { StoredIntegration, StoredTool } from './workspace-state.js';

/** Ten thousand rows with long descriptions. */
const LIMITS = { maxBytes: 64 * 1_024 * 1_024, maxValues: 1_000_000 };

export interface ReadRows {
  readonly rows: readonly ToolPolicy[];
  /** Of rows that nobody can read; their siblings are taken all the same. */
  readonly problems: readonly string[];
}

/**
 * Stored tool rows of any age: a list of them, or `{"tools": […]}`. The oldest shape is `{name, description}`, which stands for
 * a tool that is on and asks nobody.
 *
 * @throws CliError where it is no list
 */
export function readToolRows(text: string): ReadRows {
  const list = toList(parse(text));
  const rows = new Map<string, ToolPolicy>();
  const problems: string[] = [];
  for (const [index, raw] of list.entries()) {
    const healed = healToolPolicy(raw, index);
    if (!healed.ok) problems.push(`row ${index + 1}${healed.problem.pointer} ${healed.problem.message}`);
    else if (rows.has(healed.policy.toolName))
      problems.push(`row ${index + 1} is of ${safeLine(healed.policy.toolName)} again`);
    else rows.set(healed.policy.toolName, healed.policy);
  }
  return { rows: [...rows.values()], problems };
}

/**
 * What rows decide about the tools of a server. The strictest of both holds: rows of another installation, and fields that they
 * do not have, open nothing here, unless `loosen` says that they are meant.
 */
export function toToolForms(
  rows: readonly ToolPolicy[],
  { tools }: StoredIntegration,
  loosen: boolean,
): ReadonlyMap<string, ToolForm> {
  return new Map(rows.map((row) => [row.toolName, toForm(row, tools.get(row.toolName), loosen)]));
}

function toForm(row: ToolPolicy, stored: StoredTool | undefined, loosen: boolean): ToolForm {
  const { enabled, requiresApproval, idempotent, approval } = row;
  const named = approval && Object.keys(approval).length > 0 ? { approval } : {};
  if (loosen || !stored) return { enabled, requiresApproval, idempotent, ...named };
  const own = stored.form.approval ?? {};
  const added = Object.entries(approval ?? {}).filter(([field]) => !Object.hasOwn(own, field));
  return {
    enabled: enabled && stored.form.enabled,
    requiresApproval: requiresApproval || stored.form.requiresApproval,
    ...(added.length > 0 && { approval: Object.fromEntries(added) }),
  };
}

function parse(text: string): JsonValue {
  try {
    return parseStrictJson(text, LIMITS);
  } catch (error) {
    if (!(error instanceof InvalidJsonError)) throw error;
    throw new CliError(`The rows are not JSON that can be read: ${safeLine(error.message)}.`, EXIT.usage);
  }
}

function toList(value: JsonValue): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  const tools = typeof value === 'object' && value !== null ? (value as Record<string, JsonValue>)['tools'] : undefined;
  if (Array.isArray(tools)) return tools;
  throw new CliError('The file is no list of tool rows, and has none under "tools".', EXIT.usage);
}
