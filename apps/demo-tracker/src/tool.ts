import type { CallToolResult, Tool as ToolDefinition } from '@modelcontextprotocol/server';
import type { IssueStore } from './issue-store.js';
import type { JsonRecord } from './json.js';

export type { ToolDefinition };

export interface Tool {
  readonly definition: ToolDefinition;
  /** The effect. Throws InvalidArgumentsError before it changes anything. */
  readonly run: (args: JsonRecord, store: IssueStore) => CallToolResult;
}

/** The arguments do not fit the input schema; nothing was changed. */
export class InvalidArgumentsError extends Error {}

/** The arguments as texts: every required key there, no key that nobody knows. */
export function texts<K extends string, O extends string = never>(
  args: JsonRecord,
  required: readonly K[],
  optional: readonly O[] = [],
): Record<K, string> & Partial<Record<O, string>> {
  const known: readonly string[] = [...required, ...optional];
  for (const [key, value] of Object.entries(args)) {
    if (!known.includes(key)) throw new InvalidArgumentsError(`unknown argument: ${key}`);
    if (typeof value !== 'string') throw new InvalidArgumentsError(`not a text: ${key}`);
  }
  for (const key of required) if (!(key in args)) throw new InvalidArgumentsError(`missing argument: ${key}`);
  return args as Record<K, string> & Partial<Record<O, string>>;
}

export function textResult(text: string, structuredContent?: Record<string, unknown>): CallToolResult {
  return { content: [{ type: 'text', text }], ...(structuredContent ? { structuredContent } : {}) };
}

export function errorResult(text: string): CallToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}
