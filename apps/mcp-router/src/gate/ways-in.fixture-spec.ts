import { submitCall } from '@countersign/contracts';
import { newId } from '@countersign/database';
import {
  encodeExposedName,
  HOSTED_AGENT_NAMES,
  MCP_ENDPOINT_BUDGET,
  mcpNameHeader,
  policyKey,
  type ExposedNameOptions,
} from '@countersign/tool-name';
import { eventually } from '@countersign/testing';
import type { AccessTokenClaims } from '@countersign/tokens';
import { MODERN_META, TestMcpPost } from '../mcp-endpoint/test-mcp-post.fixture-spec.js';
import type { RouterSystem } from '../test-system.fixture-spec.js';
import type { RowToken, VerdictRow } from './verdict-rows.fixture-spec.js';

/** One call of its own principal: what the ledger has of that principal is this call. */
export interface Cell {
  readonly row: VerdictRow;
  readonly workspaceId: string;
  readonly principalId: string;
  /** No two cells have the same, so that what a server was sent tells which cell it came from. */
  readonly args: { readonly id: number };
}

export type WayIn = (system: RouterSystem, cell: Cell) => Promise<void>;

/** Every door by which a call can come in. */
export const WAYS_IN = {
  'the submission of a hosted run': async (system, { row, workspaceId, principalId, args }) => {
    const { narrowedTo, strictness = 'allow' } = row.token ?? {};
    const tools = narrowedTo && [toScope(narrowedTo)];
    const runToken = system.runToken(workspaceId, principalId, { strictness, ...(tools && { tools }) });
    const exposedName = nameIn(row, HOSTED_AGENT_NAMES);
    const text = JSON.stringify(args);
    const submission = { runToken, toolCallId: newId(), exposedName, arguments: text };
    const { callId } = await system.neighbours.requests.ask(submitCall, submission);
    // The others are answered with the result as well.
    await eventually(async () => {
      if ((await system.call(workspaceId, callId)).state === 'dispatching') throw new Error('not answered yet');
    });
  },
  'a stateless POST of 2025': async (system, cell) => {
    await posted(postOf(system, cell).request('legacy', 'tools/call', callOf(cell)));
  },
  'a session of 2025': async (system, cell) => {
    const post = postOf(system, cell);
    const session = { 'mcp-session-id': await post.initialize() };
    await posted(post.request('legacy', 'tools/call', callOf(cell), session));
  },
  'a batch of 2025': async (system, cell) => {
    const call = { jsonrpc: '2.0', id: 'call', method: 'tools/call', params: callOf(cell) };
    await posted(postOf(system, cell).body([{ jsonrpc: '2.0', id: 'ping', method: 'ping' }, call]));
  },
  'a POST of 2026': async (system, cell) => {
    const params = callOf(cell);
    const header = { 'mcp-name': mcpNameHeader(params.name) };
    await posted(postOf(system, cell).request('modern', 'tools/call', { ...params, _meta: MODERN_META }, header));
  },
} satisfies Record<string, WayIn>;

function postOf(system: RouterSystem, { row: { token }, workspaceId, principalId }: Cell): TestMcpPost {
  const claims = { sub: principalId, holdMs: 0, ...toClaims(token ?? {}) };
  return new TestMcpPost(system.mcpUrl(), system.clientToken(workspaceId, claims));
}

function toClaims({ narrowedTo, strictness, isBare }: RowToken): Partial<AccessTokenClaims> {
  const { slug, toolName } = narrowedTo ?? {};
  return {
    ...(slug !== undefined && toolName === undefined && { integrations: [slug] }),
    ...(slug !== undefined && toolName !== undefined && { tools: [policyKey({ integrationSlug: slug, toolName })] }),
    ...(strictness !== undefined && { strictness }),
    ...(isBare === true && { bareNames: true }),
  };
}

function toScope({ slug, toolName }: NonNullable<RowToken['narrowedTo']>) {
  return { integration: slug, ...(toolName !== undefined && { toolNames: [toolName] }) };
}

function callOf({ row, args }: Cell): { readonly name: string; readonly arguments: object } {
  const bareSlug = row.token?.isBare === true ? row.token.narrowedTo?.slug : undefined;
  const names = { prefix: '', budget: MCP_ENDPOINT_BUDGET, ...(bareSlug !== undefined && { bareSlug }) };
  return { name: nameIn(row, names), arguments: args };
}

function nameIn({ called }: VerdictRow, names: ExposedNameOptions): string {
  if (typeof called === 'string') return `${names.prefix}${called}`;
  return encodeExposedName({ integrationSlug: called.slug, toolName: called.toolName }, names);
}

/** Whatever the answer says: what happened is in the ledger, and at the servers. */
async function posted(answer: Promise<Response>): Promise<void> {
  const response = await answer;
  const text = await response.text();
  if (response.status !== 200) throw new Error(`HTTP ${response.status}: ${text}`);
}
