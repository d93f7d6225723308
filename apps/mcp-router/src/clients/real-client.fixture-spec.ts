import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { InspectorClient, type Era, type ToolResult } from '@countersign/testing';

/** What every client can do. */
export interface RealClient {
  listTools(): Promise<string[]>;
  call(name: string, args: object): Promise<ToolResult>;
  close(): Promise<void>;
}

/** A library: also calls what is not listed, and can change its mind. */
export interface LibraryClient extends RealClient {
  call(name: string, args: object, signal?: AbortSignal): Promise<ToolResult>;
}

const IDENTITY = { name: 'real-client', version: '1.0.0' };

async function firstSdk(url: string, token: string): Promise<LibraryClient> {
  const client = new FirstClient(IDENTITY);
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new FirstTransport(new URL(url), { requestInit }));
  return {
    listTools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args, signal) => {
      const call = { name, arguments: { ...args } };
      return (await client.callTool(call, undefined, { ...(signal && { signal }) })) as ToolResult;
    },
    close: () => client.close(),
  };
}

async function secondSdk(url: string, token: string, era: Era): Promise<LibraryClient> {
  const mode = era === 'legacy' ? ('legacy' as const) : ('auto' as const);
  const client = new Client(IDENTITY, { versionNegotiation: { mode } });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  return {
    listTools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args, signal) =>
      (await client.callTool({ name, arguments: { ...args } }, { ...(signal && { signal }) })) as ToolResult,
    close: () => client.close(),
  };
}

type Connect<T> = (url: string, token: string) => Promise<T>;

/** Name, era, and how to begin. The first line of SDKs stops at the legacy era: an implementation of its own. */
export const LIBRARIES: readonly (readonly [string, Era, Connect<LibraryClient>])[] = [
  ['the first SDK', 'legacy', firstSdk],
  ['the second SDK', 'legacy', (url, token) => secondSdk(url, token, 'legacy')],
  ['the second SDK', 'modern', (url, token) => secondSdk(url, token, 'modern')],
];

/** One process per request: there is nothing to close. */
const inspector =
  (era: Era): Connect<RealClient> =>
  (url, token) => {
    const client = new InspectorClient({ url, token, era });
    const close = (): Promise<void> => Promise.resolve();
    return Promise.resolve({
      listTools: () => client.listTools(),
      call: (name, args) => client.call(name, args),
      close,
    });
  };

export const CLIENTS: readonly (readonly [string, Era, Connect<RealClient>])[] = [
  ...LIBRARIES,
  ['the Inspector', 'legacy', inspector('legacy')],
  ['the Inspector', 'modern', inspector('modern')],
];
