import type { ListenerExchange } from './listener-exchange.client.js';
import {
  initializedNotification,
  initializeRequest,
  type ListenerSession,
  sessionHeaders,
} from './listener-request.js';
import { PingAnswerer } from './ping-answerer.client.js';
import { StreamEndedError } from './stream.errors.js';
import { promisesAnnouncements, readStreamMessage, type StreamMessage } from './stream-message.js';
import type { StreamHandlers } from './tool-list-stream.client.js';

/** Revisions 2025-03-26 to 2025-11-25: a session of its own, and the GET on which the server talks without being asked. */
export async function listenByGet(exchange: ListenerExchange, handlers: StreamHandlers): Promise<void> {
  const { sessionId, message } = await exchange.post(initializeRequest(exchange.target.protocolVersion));
  const session = { id: sessionId, protocolVersion: readProtocolVersion(message) };
  try {
    await exchange.post(initializedNotification(session));
    await follow(exchange, session, handlers);
  } finally {
    if (sessionId !== null) await exchange.farewell(sessionHeaders(session));
  }
}

/** @throws StreamEndedError where the server promises nothing */
export function readProtocolVersion(message: StreamMessage | undefined): string {
  const result = message?.kind === 'answer' ? message.result : null;
  const version = result?.['protocolVersion'];
  if (result === null || typeof version !== 'string') throw new StreamEndedError('broken', 'no session');
  if (!promisesAnnouncements(result)) throw new StreamEndedError('refused', 'it announces no changes of tools');
  return version;
}

async function follow(exchange: ListenerExchange, session: ListenerSession, handlers: StreamHandlers): Promise<void> {
  const events = await exchange.open({ method: 'GET', headers: sessionHeaders(session) });
  const pings = new PingAnswerer(exchange, session, exchange.target.serverUrl);
  handlers.onOpen();
  for await (const { data } of events) {
    const message = readStreamMessage(data);
    if (message.kind === 'tools-changed') handlers.onChanged();
    if (message.kind === 'ping') pings.answer(message.id);
  }
}
