import type { ToolResult } from './rpc-answer.ts';

/** One connection to one MCP endpoint, with one call at a time. */
export interface ToolClient {
  /** @throws Error for every answer that is no success, a tool's own error too */
  callToolWell(name: string, args: object): Promise<ToolResult>;
  /** All pages. */
  listTools(): Promise<unknown>;
  close(): Promise<void>;
}
