import { Client, StreamableHTTPClientTransport, type CallToolResult } from '@modelcontextprotocol/client';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Era } from './protocol/protocol-version.js';

/** What the tests need of any SDK's client. */
export interface TestMcpClient {
  names(): Promise<string[]>;
  call(name: string, args?: Record<string, unknown>): Promise<CallToolResult>;
  close(): Promise<void>;
}

/** Two implementations that know nothing of ours, and between them both eras. */
export const TEST_CLIENTS = [
  { client: 'the v1 SDK', era: 'legacy', connect: connectV1 },
  { client: 'the v2 SDK as of 2025', era: 'legacy', connect: (url, token) => connectV2(url, token, 'legacy') },
  { client: 'the v2 SDK', era: 'modern', connect: (url, token) => connectV2(url, token, { pin: '2026-07-28' }) },
] as const satisfies readonly {
  readonly client: string;
  readonly era: Era;
  readonly connect: (url: string, token: string) => Promise<TestMcpClient>;
}[];

export function textOf({ content }: CallToolResult): string {
  return content.map((block) => ('text' in block ? block.text : '')).join('\n');
}

async function connectV1(url: string, token: string): Promise<TestMcpClient> {
  const client = new LegacyClient({ name: 'test', version: '1' });
  await client.connect(new LegacyTransport(new URL(url), withToken(token)));
  return {
    names: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args = {}) => (await client.callTool({ name, arguments: args })) as CallToolResult,
    close: () => client.close(),
  };
}

async function connectV2(url: string, token: string, mode: 'legacy' | { pin: string }): Promise<TestMcpClient> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), withToken(token)));
  return {
    names: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args = {}) => await client.callTool({ name, arguments: args }),
    close: () => client.close(),
  };
}

function withToken(token: string): { requestInit: { headers: Record<string, string> } } {
  return { requestInit: { headers: { authorization: `Bearer ${token}` } } };
}
