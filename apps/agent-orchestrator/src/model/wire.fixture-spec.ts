import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { ModelProvider } from '@countersign/contracts';
import type { ModelFailure } from './model-failure.js';
import type { ModelAnswer } from './read-answer.js';

const FOLDER = path.join(import.meta.dirname, '..', '..', 'fixtures', 'wire');

/** What a provider answers on the wire, and what is to be made of it. */
export interface WireCase {
  readonly name: string;
  readonly about: string;
  readonly response: WireResponse;
  readonly answer?: ModelAnswer;
  readonly failure?: ModelFailure;
}

interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly text?: string;
  /** A file of server-sent events, beside the case. */
  readonly stream?: string;
  /** `cut`: the connection breaks after it; `stall`: nothing more comes. */
  readonly end?: 'complete' | 'cut' | 'stall';
}

export function readWireCases(provider: ModelProvider): WireCase[] {
  const folder = path.join(FOLDER, provider);
  const names = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.startsWith('request'));
  return names.map((file) => ({ ...(readJson(path.join(folder, file)) as WireCase), name: file.replace('.json', '') }));
}

export function readWireRequest(provider: ModelProvider): unknown {
  return readJson(path.join(FOLDER, provider, 'request.json'));
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

export interface WireRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** Plays recorded answers of providers over HTTP, in pieces that break anywhere, and keeps what it was asked. */
export class WireServer {
  readonly requests: WireRequest[] = [];
  /** Connections that the client closed before the answer was over. */
  abandoned = 0;
  private played: { readonly provider: ModelProvider; readonly response: WireResponse }[] = [];
  private readonly server = createServer((request, response) => void this.answer(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** One after the other, the last of them from then on. */
  play(provider: ModelProvider, ...cases: readonly Pick<WireCase, 'response'>[]): void {
    this.played = cases.map(({ response }) => ({ provider, response }));
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    this.requests.push({ path: request.url ?? '', headers: request.headers, body });
    response.once('close', () => {
      if (!response.writableFinished) this.abandoned += 1;
    });
    const next = this.played.length > 1 ? this.played.shift() : this.played[0];
    if (next === undefined) throw new Error('nothing is to be played');
    await play(next.provider, next.response, response);
  }
}

async function play(provider: ModelProvider, recorded: WireResponse, response: ServerResponse): Promise<void> {
  response.writeHead(recorded.status, recorded.headers);
  if (recorded.stream === undefined) {
    response.end(recorded.text ?? JSON.stringify(recorded.body));
    return;
  }
  const bytes = readFileSync(path.join(FOLDER, provider, recorded.stream));
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    await new Promise((resolve) => response.write(bytes.subarray(start, start + PIECE_BYTES), resolve));
  }
  if (recorded.end === 'cut') response.socket?.destroy();
  if (recorded.end === 'complete') response.end();
}

/** A prime: pieces end inside characters, lines and events. */
const PIECE_BYTES = 127;
