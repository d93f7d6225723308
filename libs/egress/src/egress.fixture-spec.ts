import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server as TcpServer } from 'node:net';
import { afterEach, expect } from '@jest/globals';
import { freePort } from '@countersign/testing';
import { createEgress, type Egress, type EgressOptions, EgressRefusedError } from './index.js';

export const LOOPBACK = { host: '127.0.0.1', http: true };
export const METADATA = 'http://169.254.169.254/latest/meta-data/iam/security-credentials/';
export const PUBLIC = '93.184.216.34';

const readFixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
export const certificate = readFixture('server-certificate.pem');

export const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** Any TCP server, on a port of its own until the test ends. */
export async function listenTcp(server: TcpServer): Promise<number> {
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  cleanups.unshift(() => server.close());
  return port;
}

export function anEgress(options: Partial<EgressOptions> = {}): Egress {
  const egress = createEgress({ allow: [LOOPBACK], ...options });
  cleanups.push(() => egress.close());
  return egress;
}

export interface Upstream {
  readonly port: number;
  readonly url: string;
  /** `METHOD path host-header` of every request. */
  readonly ledger: string[];
  readonly connections: () => number;
}

const answer: RequestListener = (_, response) => response.end('hello');

async function listen(server: Server, scheme: string): Promise<Upstream> {
  const port = await freePort();
  const ledger: string[] = [];
  let connections = 0;
  server.on('connection', () => (connections += 1));
  server.on('request', ({ method, url, headers }) => ledger.push(`${method} ${url} ${headers.host}`));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  cleanups.unshift(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port, url: `${scheme}://127.0.0.1:${port}`, ledger, connections: () => connections };
}

export const anHttpServer = (listener: RequestListener = answer) => listen(createServer(listener), 'http');
export const anHttpsServer = (listener: RequestListener = answer) =>
  listen(createTlsServer({ key: readFixture('server-key.pem'), cert: certificate }, listener), 'https');

export async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    (value) => expect(value).toBe('refused'),
    (error: unknown) => error,
  );
}

export async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await errorOf(work);
  if (!(error instanceof EgressRefusedError)) throw error;
  return error.reason;
}
