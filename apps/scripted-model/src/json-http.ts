import type { IncomingMessage, ServerResponse } from 'node:http';

/** A long conversation with large tool results; beyond that somebody has gone wrong. */
const BODY_BYTES_MAX = 16 * 1024 * 1024;

/** The body cannot be read, with the status that says so. */
export class UnreadableBodyError extends Error {
  constructor(
    readonly status: 400 | 413,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_BYTES_MAX) throw new UnreadableBodyError(413, 'the body is too large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new UnreadableBodyError(400, 'the body is not JSON', { cause: error });
  }
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** A browser page of another site must not talk to a local server, neither by its own name for it nor across origins. */
export function isLocalRequest(request: IncomingMessage): boolean {
  const { host = '', origin } = request.headers;
  return isLoopback(`http://${host}`) && (origin === undefined || isLoopback(origin));
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK_NAMES.includes(new URL(url).hostname);
}
