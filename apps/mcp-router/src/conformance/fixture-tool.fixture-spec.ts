import type {
  CallToolResult,
  InputRequiredResult,
  ServerContext,
  ServerNotifier,
  Tool,
} from '@modelcontextprotocol/server';
import type { CreatedTask, FixtureTasks } from './fixture-tasks.fixture-spec.js';

/** What a fixture's tool is called with. */
export interface FixtureCall {
  readonly args: Readonly<Record<string, unknown>>;
  readonly context: ServerContext;
  readonly tasks: FixtureTasks;
  /** Listeners of the 2026 revision; a legacy session has its own stream. */
  readonly notify: ServerNotifier;
}

type Answer = CallToolResult | InputRequiredResult | CreatedTask;

export interface FixtureTool {
  readonly definition: Tool;
  readonly run: (call: FixtureCall) => Answer | Promise<Answer>;
}

/** A tool with the one name under which the suite calls it. */
export function aFixtureTool(name: string, run: FixtureTool['run'], properties: object = {}): FixtureTool {
  const inputSchema = {
    type: 'object' as const,
    properties: properties as NonNullable<Tool['inputSchema']['properties']>,
  };
  return { definition: { name, description: `The suite's ${name}`, inputSchema }, run };
}

export function says(text: string): CallToolResult {
  return { content: [{ type: 'text', text }] };
}
