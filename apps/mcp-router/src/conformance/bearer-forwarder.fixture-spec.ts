import { createServer, request as send, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { freePort } from '@countersign/testing';

/** The suite cannot bring a token. This adds one, and changes nothing else: neither a header, nor a byte, nor when it ends. */
export class BearerForwarder {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(target: string, token: string): Promise<BearerForwarder> {
    const { port: targetPort, pathname } = new URL(target);
    const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
      const headers = { ...request.headers, authorization: `Bearer ${token}` };
      const { method, url } = request;
      const onwards = send({ host: '127.0.0.1', port: targetPort, method, path: url, headers });
      onwards.on('response', (answer) => void hand(answer, response));
      onwards.on('error', () => response.destroy());
      // A client that leaves must be seen leaving.
      response.on('close', () => onwards.destroy());
      request.pipe(onwards);
    });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new BearerForwarder(server, `http://127.0.0.1:${port}${pathname}`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function hand(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(answer.statusCode ?? 502, answer.headers).flushHeaders();
  // Either side may go at any time; the other then goes too.
  await pipeline(answer, response).catch(() => response.destroy());
}
