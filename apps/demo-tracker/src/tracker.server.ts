import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { ProtocolError, ProtocolErrorCode, Server, type CallToolResult } from '@modelcontextprotocol/server';
import { ISSUE_TOOLS } from './issue-tools.js';
import type { IssueStore } from './issue-store.js';
import { isRecord } from './json.js';
import type { Ledger, Outcome } from './ledger.js';
import { BadCursorError, findListed, listedTools, pageOf } from './listing.js';
import type { SwitchBoard } from './switches.js';
import { errorResult, InvalidArgumentsError, type Tool } from './tool.js';

/** The ledger's entries of the HTTP request that is being served, by the id of their JSON-RPC request. */
export const entriesOfRequest = new AsyncLocalStorage<ReadonlyMap<unknown, number>>();

export interface TrackerParts {
  readonly store: IssueStore;
  readonly ledger: Ledger;
  readonly switches: SwitchBoard;
  readonly pageSize: number;
}

/** The tracker as an MCP server: one instance per request, or per legacy session, over the one shared state. */
export function createTrackerServer(parts: TrackerParts): Server {
  const server = new Server({ name: 'demo-tracker', version: '0.1.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', ({ params }) => listTools(parts, params?.cursor));
  server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
    const seq = entriesOfRequest.getStore()?.get(mcpReq.id);
    if (seq === undefined) throw new Error('a call that the ledger has not seen');
    return callTool(parts, { seq, name: params.name, args: params.arguments ?? {}, signal: mcpReq.signal });
  });
  return server;
}

function listTools({ switches, pageSize }: TrackerParts, cursor: string | undefined) {
  try {
    return { ...pageOf(listedTools(ISSUE_TOOLS, switches.current), cursor, pageSize) };
  } catch (error) {
    if (error instanceof BadCursorError) throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.message);
    throw error;
  }
}

interface Call {
  readonly seq: number;
  readonly name: string;
  readonly args: unknown;
  readonly signal: AbortSignal;
}

async function callTool(parts: TrackerParts, call: Call): Promise<CallToolResult> {
  const { ledger, switches } = parts;
  if (!(await delayed(switches.current.delayMs, call.signal))) {
    ledger.finish(call.seq, 'cancelled');
    return errorResult('The call was cancelled before it ran.');
  }
  const tool = findListed(ISSUE_TOOLS, switches.current, call.name);
  if (!tool) {
    ledger.finish(call.seq, 'unknown_tool');
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${call.name}`);
  }
  const { result, outcome } = run(parts, call, tool);
  ledger.finish(call.seq, outcome);
  return result;
}

/** False when the caller went away while it waited. */
async function delayed(delayMs: number, signal: AbortSignal): Promise<boolean> {
  if (delayMs === 0) return !signal.aborted;
  return wait(delayMs, true, { signal }).catch((error: unknown) => {
    if (signal.aborted) return false;
    throw error;
  });
}

function run(parts: TrackerParts, { seq, args }: Call, tool: Tool): { result: CallToolResult; outcome: Outcome } {
  try {
    const result = tool.run(isRecord(args) ? args : {}, parts.store);
    parts.ledger.execute(seq, tool.definition.name);
    return { result, outcome: result.isError === true ? 'tool_error' : 'ok' };
  } catch (error) {
    if (!(error instanceof InvalidArgumentsError)) throw error;
    return { result: errorResult(error.message), outcome: 'invalid_arguments' };
  }
}
