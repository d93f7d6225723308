import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdminHandler } from './admin.server.js';
import { IssueStore } from './issue-store.js';
import { Ledger } from './ledger.js';
import { createMcpEndpoint } from './mcp.server.js';
import { SwitchBoard } from './switches.js';

export interface DemoTrackerOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly adminPort: number;
  /** JSON lines, only ever added to. Without it the ledger is in memory only. */
  readonly ledgerFile?: string;
  readonly pageSize?: number;
}

export interface DemoTracker {
  /** Of the MCP endpoint. */
  readonly url: string;
  readonly adminUrl: string;
  readonly stop: () => Promise<void>;
}

/** Small, so that nobody can see all tools without following the cursor. */
const PAGE_SIZE = 5;

/** Node's 5 s closes pooled connections under their client's hands. */
const KEEP_ALIVE_TIMEOUT_MS = 70_000;

const HOST = '127.0.0.1';

export async function startDemoTracker(options: DemoTrackerOptions): Promise<DemoTracker> {
  const parts = {
    store: new IssueStore(),
    ledger: new Ledger(options.ledgerFile),
    switches: new SwitchBoard(),
    pageSize: options.pageSize ?? PAGE_SIZE,
  };
  const endpoint = createMcpEndpoint(parts);
  const mcp = await listen(options.port, async (request, response) => {
    if (request.url?.split('?')[0] === '/mcp') return endpoint.handle(request, response);
    response.writeHead(404).end('the endpoint is /mcp\n');
  });
  const admin = await listen(options.adminPort, createAdminHandler(parts, endpoint)).catch(async (error: unknown) => {
    await close(mcp);
    throw error;
  });
  const stop = async (): Promise<void> => {
    await endpoint.close();
    await Promise.all([close(mcp), close(admin)]);
  };
  return { url: `${urlOf(mcp)}/mcp`, adminUrl: urlOf(admin), stop };
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

async function listen(port: number, handle: Handler): Promise<Server> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      process.stderr.write(
        `demo tracker: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  return server;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function urlOf(server: Server): string {
  return `http://${HOST}:${(server.address() as AddressInfo).port}`;
}
