import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Message {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: { readonly cursor?: string };
}

export interface ListingSize {
  readonly tools: number;
  readonly pageSize: number;
}

/** Some 1.5 KiB, as definitions of real servers have. */
function aTool(index: number): object {
  const properties = Object.fromEntries(
    Array.from({ length: 12 }, (_, at) => [
      `field_${at}`,
      { type: 'string', description: 'What it is, where it comes from, and what happens without it.' },
    ]),
  );
  return {
    name: `issue.field.update_${index}`,
    title: `Update field ${index}`,
    description: 'Changes one field of an issue and says what became of it. Refuses what the workflow does not allow.',
    inputSchema: { type: 'object', properties, required: ['field_0'] },
    annotations: { readOnlyHint: false, destructiveHint: false },
  };
}

/** MCP servers of one size, by path, in this process: revision 2026-07-28, answers made beforehand. */
export class DiscoveryServers {
  private readonly pages: readonly string[];

  private constructor(
    private readonly server: Server,
    { tools, pageSize }: ListingSize,
  ) {
    const starts = Array.from({ length: Math.ceil(tools / pageSize) }, (_, page) => page * pageSize);
    this.pages = starts.map((start) => {
      const end = Math.min(start + pageSize, tools);
      const page = Array.from({ length: end - start }, (_, index) => aTool(start + index));
      const next = end < tools ? { nextCursor: String(starts.indexOf(start) + 1) } : {};
      return JSON.stringify({ resultType: 'complete', tools: page, ttlMs: 0, cacheScope: 'private', ...next });
    });
  }

  static async start(size: ListingSize, port = 0): Promise<DiscoveryServers> {
    const server = createServer({ keepAliveTimeout: 65_000 });
    const servers = new DiscoveryServers(server, size);
    server.on('request', (request, response) => void servers.answer(request, response));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return servers;
  }

  get listingKib(): number {
    return Math.round(this.pages.reduce((bytes, page) => bytes + Buffer.byteLength(page), 0) / 1_024);
  }

  urls(count: number): string[] {
    const { port } = this.server.address() as AddressInfo;
    return Array.from({ length: count }, (_, index) => `http://127.0.0.1:${port}/${index}/mcp`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (request.url === '/health') return void response.writeHead(200).end();
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const { id, method, params } = JSON.parse(body) as Message;
    if (id === undefined) return void response.writeHead(202).end();
    const result = this.resultOf(method, params?.cursor);
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`);
  }

  private resultOf(method: string | undefined, cursor = '0'): string {
    if (method === 'tools/list') return this.pages[Number(cursor)] ?? '{}';
    const found = { supportedVersions: ['2026-07-28'], capabilities: { tools: {} } };
    return JSON.stringify({ resultType: 'complete', ...found, ttlMs: 0, cacheScope: 'private' });
  }
}
