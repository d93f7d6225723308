import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { sendEvent, UpstreamServer } from './upstream-server.js';

/** HTTP+SSE of revision 2024-11-05 and nothing else: a POST is accepted, its answer comes on the stream that was opened first. */
export class SseServer extends UpstreamServer {
  private readonly byNumber = new Map<string, ServerResponse>();

  static override start(): Promise<SseServer> {
    return UpstreamServer.listen((port) => new SseServer(port));
  }

  protected override async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    if (request.method === 'GET' && pathname === '/mcp') {
      const number = String(this.byNumber.size + 1);
      this.keepStream(response);
      this.byNumber.set(number, response);
      return void response.write(`event: endpoint\ndata: /messages?session=${number}\n\n`);
    }
    const stream = this.byNumber.get(searchParams.get('session') ?? '');
    if (request.method !== 'POST' || stream === undefined) return void response.writeHead(405).end();
    const message = JSON.parse(await text(request)) as Parameters<UpstreamServer['toAnswer']>[0];
    response.writeHead(202).end('Accepted');
    const answer = await this.toAnswer(message);
    if (answer !== null) sendEvent(stream, answer);
  }
}
