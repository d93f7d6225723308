import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { eventually } from '@countersign/testing';

const HOOKS = new URL('../../../libs/service/fixtures/typescript-hooks.mjs', import.meta.url).href;
const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const GOLDEN_MESSAGES = new URL('../../../libs/contracts/fixtures/', import.meta.url);

export interface Received {
  readonly route: string;
  readonly token: string;
  readonly body: unknown;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** Of a stream, instead of the body: what each connection gets, in order, before it is ended. */
  readonly streams?: string[] | undefined;
}

/** Stands in for the API: answers what it is told to, and remembers what it was sent. */
export class Api {
  readonly received: Received[] = [];
  /** The bodies, letter by letter. */
  readonly texts: string[] = [];
  /** What the callers said that they are. */
  readonly clients: (string | string[] | undefined)[] = [];
  /** What the callers made it depend on. */
  readonly conditions: (string | undefined)[] = [];
  /** What would tell a repetition from another request. */
  readonly keys: (string | string[] | undefined)[] = [];
  /** The next request to each of these is taken, and its connection broken instead of answered. */
  readonly broken = new Set<string>();
  /** Of each stream, in order. */
  readonly lastEventIds: unknown[] = [];
  private readonly open = new Set<ServerResponse>();
  private readonly answers = new Map<string, Answer>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Api> {
    const server = createServer();
    const api = new Api(server);
    server.on('request', (request, response) => void api.respond(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  answer(route: string, body: unknown, status = 200): void {
    this.answers.set(route, { status, body });
  }

  /** Server-sent events: one text per connection; the last one stays open. */
  stream(route: string, ...streams: string[]): void {
    this.answers.set(route, { status: 200, body: null, streams });
  }

  /** On every stream that is open. */
  push(text: string): void {
    for (const stream of this.open) stream.write(text);
  }

  /** Until somebody has asked that. */
  async until(route: string): Promise<void> {
    await eventually(() => {
      if (!this.received.some((received) => received.route === route)) throw new Error(`nobody asked ${route}`);
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').replace('/api/v1/workspaces/default', '');
    const sent = await text(request);
    const route = `${request.method} ${path}`;
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    this.texts.push(sent);
    this.clients.push(request.headers['x-countersign-client']);
    this.conditions.push(request.headers['if-match']);
    this.keys.push(request.headers['idempotency-key']);
    this.received.push({ route, token, body: sent === '' ? null : JSON.parse(sent) });
    if (this.broken.delete(route)) {
      request.socket.destroy();
      return;
    }
    const { status, body, streams } = this.answers.get(route) ?? {
      status: 404,
      body: { detail: `no ${route}` },
      streams: undefined,
    };
    if (streams !== undefined) {
      response.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' });
      this.lastEventIds.push(request.headers['last-event-id']);
      const text = streams.shift() ?? '';
      if (streams.length === 0) this.open.add(response.on('close', () => this.open.delete(response)));
      if (streams.length === 0) response.write(text);
      else response.end(text);
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify(body));
  }
}

/** A golden message's answer. */
export function goldenOutput(subject: string): Record<string, unknown> {
  const file = readFileSync(new URL(`${subject}.json`, GOLDEN_MESSAGES), 'utf8');
  return (JSON.parse(file) as { output: Record<string, unknown> }).output;
}

/** The first row of a list's golden message. */
export function goldenItem(subject: string): Record<string, unknown> {
  const { items } = goldenOutput(subject) as { items: Record<string, unknown>[] };
  return items[0] ?? {};
}

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How the real program is started. */
export function cliCommand(args: readonly string[], env: Record<string, string>) {
  return { command: process.execPath, args: ['--import', HOOKS, MAIN, ...args], env: { NO_COLOR: '1', ...env } };
}

/** The real program in a process of its own, with nothing of this environment but what it is given. */
export async function runCli(
  args: readonly string[],
  env: Record<string, string>,
  cwd = '/',
  input = '',
): Promise<Ended> {
  const start = cliCommand(args, env);
  const child = spawn(start.command, start.args, { cwd, env: start.env });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { exitCode: await ended, stdout, stderr };
}
