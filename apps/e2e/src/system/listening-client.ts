import { Client as NewClient, StreamableHTTPClientTransport as NewTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import type { Era } from './inspector.js';
import type { RunningSystem } from './running-system.js';

const CLIENT = { name: 'countersign-e2e', version: '1.0.0' };

/** A client that stays, and counts how often it was told that its tools are other ones. */
export interface ListeningClient {
  heard(): number;
  names(): Promise<string[]>;
  close(): Promise<void>;
}

/** Resolves when the client listens: what changed before nobody tells. */
export function listenForTools(system: RunningSystem, era: Era): Promise<ListeningClient> {
  return era === 'legacy' ? listenByGet(system) : listenBySubscription(system);
}

async function listenByGet({ dev }: RunningSystem): Promise<ListeningClient> {
  const client = new OldClient(CLIENT);
  let heard = 0;
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
    heard += 1;
  });
  await new Promise<void>((resolve, reject) => {
    const transport = new OldTransport(new URL(dev.mcpUrl), {
      requestInit: { headers: { authorization: `Bearer ${dev.mcpToken}` } },
      // The SDK opens its stream by itself and tells nobody.
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (init?.method === 'GET' && response.ok) resolve();
        return response;
      },
    });
    client.connect(transport).catch(reject);
  });
  return listening(client, () => heard);
}

async function listenBySubscription({ dev }: RunningSystem): Promise<ListeningClient> {
  let heard = 0;
  const onChanged = (): void => {
    heard += 1;
  };
  const tools = { autoRefresh: false, debounceMs: 0, onChanged };
  const client = new NewClient(CLIENT, { versionNegotiation: { mode: { pin: '2026-07-28' } }, listChanged: { tools } });
  const requestInit = { headers: { authorization: `Bearer ${dev.mcpToken}` } };
  await client.connect(new NewTransport(new URL(dev.mcpUrl), { requestInit }));
  if (client.autoOpenedSubscription === undefined) throw new Error('the router offers no subscription');
  return listening(client, () => heard);
}

interface Listing {
  listTools(): Promise<{ readonly tools: readonly { readonly name: string }[] }>;
  close(): Promise<void>;
}

function listening(client: Listing, heard: () => number): ListeningClient {
  return {
    heard,
    names: async () => (await client.listTools()).tools.map(({ name }) => name),
    close: () => client.close(),
  };
}
