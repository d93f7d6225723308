import type { ToolResult } from './inspector.js';
import type { RunningSystem } from './running-system.js';

const PROTOCOL = '2026-07-28';
const META = {
  'io.modelcontextprotocol/protocolVersion': PROTOCOL,
  'io.modelcontextprotocol/clientInfo': { name: 'countersign-e2e', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': { extensions: { 'io.modelcontextprotocol/tasks': {} } },
};

/** What `tasks/get` tells, and what a call that became a task is answered with. */
export interface Task {
  readonly resultType?: string;
  readonly taskId: string;
  readonly status: string;
  readonly result?: ToolResult;
}

/** A client of 2026-07-28 that declares tasks and looks after them itself, over plain HTTP. */
export class TaskClient {
  constructor(private readonly system: RunningSystem) {}

  call(name: string, args: object): Promise<Task> {
    return this.ask('tools/call', name, { name, arguments: args });
  }

  get(taskId: string): Promise<Task> {
    return this.ask('tasks/get', taskId, { taskId });
  }

  private async ask(method: string, name: string, params: object): Promise<Task> {
    const { mcpUrl, mcpToken } = this.system.dev;
    const response = await fetch(mcpUrl, {
      method: 'POST',
      headers: {
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${mcpToken}`,
        'content-type': 'application/json',
        'mcp-protocol-version': PROTOCOL,
        'mcp-method': method,
        'mcp-name': name,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { _meta: META, ...params } }),
    });
    const text = await response.text();
    const { result } = JSON.parse(text) as { result?: Task };
    if (result === undefined) throw new Error(`${method}: ${response.status} ${text}`);
    return result;
  }
}
