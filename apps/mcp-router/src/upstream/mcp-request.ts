/**
 * The HTTP requests of an MCP client, in both eras.
 *
 * | era    | revision                | before the call           | headers of the call                                   |
 * |--------|-------------------------|---------------------------|-------------------------------------------------------|
 * | legacy | 2025-03-26 – 2025-11-25 | `initialize`, a session   | `Mcp-Session-Id`, `MCP-Protocol-Version`              |
 * | modern | 2026-07-28              | nothing                   | `MCP-Protocol-Version`, `Mcp-Method`, `Mcp-Name`, `Mcp-Param-*` |
 */
import { headerValue, mcpNameHeader } from '@countersign/tool-name';
import { mirroredCapabilities, type CallSink, type MirroredCapabilities, type ServerAnswer } from './call-sink.js';
import { CredentialMask } from './credential-mask.js';
import type { UpstreamTarget } from './upstream-outcome.js';
import { traceparentOf } from './trace-context.js';

export interface McpHttpRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null: a GET, which has none. */
  readonly body: string | null;
  /** The JSON-RPC id that the answer must carry; null for a notification. */
  readonly id: string | null;
  /** For the answer: it must not bring back what the headers hold. */
  readonly mask: CredentialMask;
}

export interface McpSession {
  /** Null: a legacy server without sessions. */
  readonly id: string | null;
  readonly protocolVersion: string;
  /** What was declared when it began. */
  readonly capabilities: MirroredCapabilities;
}

/** Any request. */
export interface UpstreamRequest {
  /** Of JSON-RPC: the only one of its kind in the session, which others share. */
  readonly id: string;
  readonly method: string;
  /** The text of a JSON object without `_meta`: it goes out byte for byte. */
  readonly paramsText: string;
  /** What the tool, prompt or resource of the request is called, for `Mcp-Name`. */
  readonly name?: string;
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly parameterHeaders?: Readonly<Record<string, string>> | undefined;
}

export interface ToolCallRequest {
  readonly callId: string;
  readonly fence: number;
  readonly toolName: string;
  /** Canonical JSON: it goes out byte for byte. */
  readonly argumentsText: string;
  /** `mcp-param-*`: what the tool wants in headers too; of no meaning to a legacy server. */
  readonly parameterHeaders?: Readonly<Record<string, string>>;
  /** Of a later round: `inputResponses` and `requestState`, with which the client answers what the server asked it. */
  readonly input?: Readonly<Record<string, unknown>> | undefined;
  /** Of the client: its trace goes on. */
  readonly traceparent?: string | undefined;
}

const CLIENT_INFO = { name: 'countersign', version: '0.1.0' } as const;
/** A server that honours it executes one call once, whatever happens between us. */
const IDEMPOTENCY_KEY = 'dev.countersign/idempotency-key';

export function initializeRequest(target: UpstreamTarget, capabilities: MirroredCapabilities): McpHttpRequest {
  const params = JSON.stringify({ protocolVersion: target.protocolVersion, capabilities, clientInfo: CLIENT_INFO });
  return post(target, { id: 'initialize', message: `"method":"initialize","params":${params}` }, {});
}

export function initializedNotification(target: UpstreamTarget, session: McpSession): McpHttpRequest {
  return post(target, { id: null, message: '"method":"notifications/initialized"' }, sessionHeaders(session));
}

/** To a legacy server; in the modern era the end of the stream says it. */
export function cancelledNotification(target: UpstreamTarget, session: McpSession, requestId: string): McpHttpRequest {
  const params = JSON.stringify({ requestId, reason: 'the caller does not wait any more' });
  const message = `"method":"notifications/cancelled","params":${params}`;
  return post(target, { id: null, message }, sessionHeaders(session));
}

/** Asks a legacy server for what follows on a stream that it has ended, or that broke. It executes nothing. */
export function resumption(
  target: UpstreamTarget,
  session: McpSession,
  { id, lastEventId }: { readonly id: string; readonly lastEventId: string },
): McpHttpRequest {
  const headers = { accept: 'text/event-stream', ...sessionHeaders(session), 'last-event-id': lastEventId };
  return {
    path: `${target.url.pathname}${target.url.search}`,
    headers: { ...target.headers, ...headers },
    body: null,
    id,
    mask: CredentialMask.of(target.headers),
  };
}

/** The answer to a request of a legacy server. */
export function replyMessage(
  target: UpstreamTarget,
  session: McpSession,
  id: string | number,
  answer: ServerAnswer,
): McpHttpRequest {
  const message = `"id":${JSON.stringify(id)},${JSON.stringify(answer).slice(1, -1)}`;
  return post(target, { id: null, message }, sessionHeaders(session));
}

/** Put together as text, so that the arguments are sent exactly as they were hashed. */
export function toolCall(call: ToolCallRequest): UpstreamRequest {
  const name = JSON.stringify(call.toolName);
  const input = call.input === undefined ? '' : JSON.stringify(call.input).slice(1, -1);
  return {
    id: call.callId,
    method: 'tools/call',
    paramsText: `{"name":${name},${input === '' ? '' : `${input},`}"arguments":${call.argumentsText}}`,
    name: call.toolName,
    meta: callMeta(call),
    parameterHeaders: call.parameterHeaders,
  };
}

/** Without a sink no elicitation, sampling or tasks are declared: nobody is there to answer them. */
export function requestMessage(
  target: UpstreamTarget,
  session: McpSession | null,
  request: UpstreamRequest,
  sink: CallSink | undefined,
): McpHttpRequest {
  const { id, method, paramsText } = request;
  const meta = JSON.stringify({
    ...request.meta,
    ...(sink?.progressToken === undefined ? {} : { progressToken: id }),
    ...(session === null ? modernMeta(target, sink) : {}),
  });
  const params = paramsText === '{}' ? `{"_meta":${meta}}` : `${paramsText.slice(0, -1)},"_meta":${meta}}`;
  const message = `"method":${JSON.stringify(method)},"params":${params}`;
  return post(target, { id, message }, session === null ? modernHeaders(target, request) : sessionHeaders(session));
}

interface Message {
  readonly id: string | null;
  /** What comes after `"jsonrpc":"2.0",` and the id. */
  readonly message: string;
}

function post(
  target: UpstreamTarget,
  { id, message }: Message,
  headers: Readonly<Record<string, string>>,
): McpHttpRequest {
  const idPart = id === null ? '' : `"id":${JSON.stringify(id)},`;
  return {
    path: `${target.url.pathname}${target.url.search}`,
    headers: {
      // Credentials first: they must not be able to take the place of a header of the protocol.
      ...target.headers,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: `{"jsonrpc":"2.0",${idPart}${message}}`,
    id,
    mask: CredentialMask.of(target.headers),
  };
}

function sessionHeaders({ id, protocolVersion }: McpSession): Record<string, string> {
  return { ...(id === null ? {} : { 'mcp-session-id': id }), 'mcp-protocol-version': protocolVersion };
}

function modernHeaders(
  { protocolVersion }: UpstreamTarget,
  { method, name, parameterHeaders }: UpstreamRequest,
): Record<string, string> {
  return {
    ...parameterHeaders,
    'mcp-protocol-version': protocolVersion,
    'mcp-method': method,
    ...(name === undefined ? {} : { 'mcp-name': method === 'tools/call' ? mcpNameHeader(name) : headerValue(name) }),
  };
}

function modernMeta({ protocolVersion }: UpstreamTarget, sink: CallSink | undefined): Record<string, unknown> {
  return {
    'io.modelcontextprotocol/protocolVersion': protocolVersion,
    'io.modelcontextprotocol/clientInfo': CLIENT_INFO,
    'io.modelcontextprotocol/clientCapabilities': mirroredCapabilities(sink),
    ...(sink?.logLevel === undefined ? {} : { 'io.modelcontextprotocol/logLevel': sink.logLevel }),
  };
}

function callMeta(call: ToolCallRequest): Record<string, unknown> {
  return { [IDEMPOTENCY_KEY]: call.callId, traceparent: traceparentOf(call) };
}
