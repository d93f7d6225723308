import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { redactText } from './redact.js';
import type { NotReady, ReadinessRegistry } from './readiness-registry.js';

export interface HealthServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/**
 * `GET /health/live` (the process turns its event loop) and `GET /health/ready` (it may get work; 503 and the names of what is missing;
 * `warnings` for what works and should be looked at).
 * A listener of its own: it answers before the service has started, and never through the service's port.
 */
export async function startHealthServer(
  address: { readonly host: string; readonly port: number },
  readiness: ReadinessRegistry,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    void answer(request, response, readiness);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

async function answer(request: IncomingMessage, response: ServerResponse, readiness: ReadinessRegistry): Promise<void> {
  const path = request.url?.split('?')[0];
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return send(response, 405, { status: 'method_not_allowed' });
  if (path === '/health/live') return send(response, 200, { status: 'live' });
  if (path !== '/health/ready') return send(response, 404, { status: 'not_found' });
  const notReady = await readiness.notReady();
  const warnings = shown('warnings', readiness.warnings());
  if (notReady.length === 0) return send(response, 200, { status: 'ready', ...warnings });
  return send(response, 503, { status: 'not_ready', ...shown('notReady', notReady), ...warnings });
}

function shown(name: string, all: readonly NotReady[]): object {
  if (all.length === 0) return {};
  return { [name]: all.map(({ name: of, reason }) => ({ name: of, reason: redactText(reason) })) };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
