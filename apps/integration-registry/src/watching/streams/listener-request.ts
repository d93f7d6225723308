/**
 * What a listener sends, in both eras. It is written here and not with the protocol's client, which keeps more than a
 * megabyte of validators for each server and reads lines of any length.
 *
 * | server                     | to listen                                                                   |
 * |----------------------------|-----------------------------------------------------------------------------|
 * | modern (2026-07-28)        | `subscriptions/listen`; its answer is the stream                            |
 * | legacy, Streamable HTTP    | `initialize`, `notifications/initialized`, then a GET, which is the stream  |
 * | legacy, HTTP+SSE           | a GET, which is the stream and names the address for the two                |
 */
export interface ListenerRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const INITIALIZE_ID = 'countersign-watch';
export const LISTEN_ID = 'countersign-watch';

const CLIENT_INFO = { name: 'countersign', version: '0.1.0' };

/** Of a session of the legacy era; `id` is null where the server has none. */
export interface ListenerSession {
  readonly id: string | null;
  readonly protocolVersion: string;
}

export function initializeRequest(protocolVersion: string): ListenerRequest {
  const params = { protocolVersion, capabilities: {}, clientInfo: CLIENT_INFO };
  return toRequest({ id: INITIALIZE_ID, method: 'initialize', params }, {});
}

export function initializedNotification(session: ListenerSession): ListenerRequest {
  return toRequest({ method: 'notifications/initialized' }, sessionHeaders(session));
}

export function pong(session: ListenerSession, id: string | number): ListenerRequest {
  return toRequest({ id, result: {} }, sessionHeaders(session));
}

export function listenRequest(protocolVersion: string): ListenerRequest {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': protocolVersion,
    'io.modelcontextprotocol/clientInfo': CLIENT_INFO,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = { _meta: meta, notifications: { toolsListChanged: true } };
  return toRequest(
    { id: LISTEN_ID, method: 'subscriptions/listen', params },
    { 'mcp-protocol-version': protocolVersion, 'mcp-method': 'subscriptions/listen' },
  );
}

export function sessionHeaders({ id, protocolVersion }: ListenerSession): Record<string, string> {
  return { 'mcp-protocol-version': protocolVersion, ...(id === null ? {} : { 'mcp-session-id': id }) };
}

function toRequest(message: object, headers: Readonly<Record<string, string>>): ListenerRequest {
  return {
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
  };
}
