import { Client as NewClient, StreamableHTTPClientTransport as NewTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Era, ToolResult } from './inspector.js';
import type { RunningSystem } from './running-system.js';

const CLIENT = { name: 'countersign-e2e', version: '1.0.0' };

/**
 * Calls a tool by name without looking at the list first, as the Inspector would: the official clients of both eras,
 * the legacy one being an independent implementation.
 */
export async function callByName(
  system: RunningSystem,
  era: Era,
  name: string,
  args: Record<string, unknown>,
  token = system.dev.mcpToken,
): Promise<ToolResult> {
  const url = new URL(system.dev.mcpUrl);
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  if (era === 'legacy') {
    const client = new OldClient(CLIENT);
    await client.connect(new OldTransport(url, { requestInit }));
    const result = await client.callTool({ name, arguments: args });
    await client.close();
    return result as ToolResult;
  }
  const client = new NewClient(CLIENT, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new NewTransport(url, { requestInit }));
  const result = await client.callTool({ name, arguments: args });
  await client.close();
  return result as ToolResult;
}

/** What a client of the modern era is offered. */
export async function offeredNames(system: RunningSystem): Promise<string[]> {
  const requestInit = { headers: { authorization: `Bearer ${system.dev.mcpToken}` } };
  const client = new NewClient(CLIENT, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new NewTransport(new URL(system.dev.mcpUrl), { requestInit }));
  const { tools } = await client.listTools();
  await client.close();
  return tools.map(({ name }) => name);
}
