import { randomUUID } from 'node:crypto';
import {
  isInitializeRequest,
  WebStandardStreamableHTTPServerTransport,
  type EventStore,
  type JSONRPCMessage,
  type Server,
} from '@modelcontextprotocol/server';

/** How soon a client whose stream was ended should come back. */
const RETRY_MS = 100;

/** What was sent on every stream, for clients that come back. */
class Events implements EventStore {
  private readonly events: { readonly id: string; readonly streamId: string; readonly message: JSONRPCMessage }[] = [];

  storeEvent(streamId: string, message: JSONRPCMessage): Promise<string> {
    const id = `${this.events.length}_${streamId}`;
    this.events.push({ id, streamId, message });
    return Promise.resolve(id);
  }

  getStreamIdForEventId(eventId: string): Promise<string | undefined> {
    return Promise.resolve(this.events.find(({ id }) => id === eventId)?.streamId);
  }

  async replayEventsAfter(
    lastEventId: string,
    { send }: { send: (eventId: string, message: JSONRPCMessage) => Promise<void> },
  ): Promise<string> {
    const from = this.events.findIndex(({ id }) => id === lastEventId);
    const streamId = this.events[from]?.streamId ?? '';
    // The first event of a stream is a mere place to come back to.
    const missed = this.events
      .slice(from + 1)
      .filter((event) => event.streamId === streamId && 'jsonrpc' in event.message);
    for (const { id, message } of missed) await send(id, message);
    return streamId;
  }
}

/** Sessions of the 2025 revisions, with streams that can be resumed. */
export class FixtureSessions {
  private readonly transports = new Map<string, WebStandardStreamableHTTPServerTransport>();

  constructor(private readonly createServer: () => Server) {}

  async handle(request: Request, body: string): Promise<Response> {
    const known = this.transports.get(request.headers.get('mcp-session-id') ?? '');
    if (known !== undefined) return known.handleRequest(request);
    if (isInitialize(body)) return (await this.open()).handleRequest(request);
    const error = { code: -32_001, message: 'Session not found' };
    return Response.json({ jsonrpc: '2.0', id: null, error }, { status: 404 });
  }

  /** As a restart would. */
  async forget(): Promise<void> {
    const transports = [...this.transports.values()];
    this.transports.clear();
    await Promise.all(transports.map((transport) => transport.close()));
  }

  private async open(): Promise<WebStandardStreamableHTTPServerTransport> {
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      eventStore: new Events(),
      retryInterval: RETRY_MS,
      onsessioninitialized: (id) => void this.transports.set(id, transport),
      onsessionclosed: (id) => void this.transports.delete(id),
    });
    await this.createServer().connect(transport);
    return transport;
  }
}

function isInitialize(body: string): boolean {
  return body !== '' && isInitializeRequest(JSON.parse(body));
}
