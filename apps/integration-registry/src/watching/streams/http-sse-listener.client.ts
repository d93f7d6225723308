import { readProtocolVersion } from './legacy-listener.client.js';
import type { ListenerExchange } from './listener-exchange.client.js';
import { INITIALIZE_ID, initializedNotification, initializeRequest } from './listener-request.js';
import { PingAnswerer } from './ping-answerer.client.js';
import { StreamEndedError } from './stream.errors.js';
import { readStreamMessage } from './stream-message.js';
import type { StreamHandlers } from './tool-list-stream.client.js';

/** Revision 2024-11-05: one stream for everything that the server says, and an address for what it is told. */
export async function listenByHttpSse(exchange: ListenerExchange, handlers: StreamHandlers): Promise<void> {
  let dialogue: Dialogue | undefined;
  for await (const { type, data } of await exchange.open({ method: 'GET' })) {
    if (type === 'endpoint') {
      if (dialogue !== undefined) throw new StreamEndedError('abused', 'a second address to write to');
      dialogue = new Dialogue(exchange, toEndpoint(data, exchange.target.serverUrl), handlers);
      await dialogue.begin();
    } else if (type === 'message') {
      await dialogue?.read(data);
    }
  }
}

/** Credentials go with what is written there: it must be where they were given for. */
function toEndpoint(data: string, serverUrl: string): string {
  const url = URL.canParse(data, serverUrl) ? new URL(data, serverUrl) : undefined;
  if (url?.origin !== new URL(serverUrl).origin) throw new StreamEndedError('refused', 'another server to write to');
  return url.href;
}

class Dialogue {
  private pings: PingAnswerer | undefined;

  constructor(
    private readonly exchange: ListenerExchange,
    private readonly endpoint: string,
    private readonly handlers: StreamHandlers,
  ) {}

  async begin(): Promise<void> {
    await this.exchange.post(initializeRequest(this.exchange.target.protocolVersion), this.endpoint);
  }

  async read(data: string): Promise<void> {
    const message = readStreamMessage(data);
    if (message.kind === 'tools-changed') this.handlers.onChanged();
    if (message.kind === 'ping') this.pings?.answer(message.id);
    if (message.kind !== 'answer' || message.id !== INITIALIZE_ID || this.pings !== undefined) return;
    const session = { id: null, protocolVersion: readProtocolVersion(message) };
    await this.exchange.post(initializedNotification(session), this.endpoint);
    this.pings = new PingAnswerer(this.exchange, session, this.endpoint);
    this.handlers.onOpen();
  }
}
