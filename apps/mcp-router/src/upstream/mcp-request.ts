/**
 * The HTTP requests of an MCP client, in both eras.
 *
 * | era    | revision                | before the call           | headers of the call                                   |
 * |--------|-------------------------|---------------------------|-------------------------------------------------------|
 * | legacy | 2025-03-26 – 2025-11-25 | `initialize`, a session   | `Mcp-Session-Id`, `MCP-Protocol-Version`              |
 * | modern | 2026-07-28              | nothing                   | `MCP-Protocol-Version`, `Mcp-Method`, `Mcp-Name`, `Mcp-Param-*` |
 */
import { createHash } from 'node:crypto';
import { mcpNameHeader } from '@countersign/tool-name';
import { CredentialMask } from './credential-mask.js';
import type { UpstreamTarget } from './upstream-outcome.js';

export interface McpHttpRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The JSON-RPC id that the answer must carry; null for a notification. */
  readonly id: string | null;
  /** For the answer: it must not bring back what the headers hold. */
  readonly mask: CredentialMask;
}

export interface McpSession {
  /** Null: a legacy server without sessions. */
  readonly id: string | null;
  readonly protocolVersion: string;
}

export interface ToolCallRequest {
  readonly callId: string;
  readonly fence: number;
  readonly toolName: string;
  /** Canonical JSON: it goes out byte for byte. */
  readonly argumentsText: string;
  /** `mcp-param-*`: what the tool wants in headers too; of no meaning to a legacy server. */
  readonly parameterHeaders?: Readonly<Record<string, string>>;
}

const CLIENT_INFO = { name: 'countersign', version: '0.1.0' } as const;
/** A server that honours it executes one call once, whatever happens between us. */
const IDEMPOTENCY_KEY = 'dev.countersign/idempotency-key';

export function initializeRequest(target: UpstreamTarget): McpHttpRequest {
  const params = { protocolVersion: target.protocolVersion, capabilities: {}, clientInfo: CLIENT_INFO };
  return post(target, { id: 'initialize', method: 'initialize', params: JSON.stringify(params) }, {});
}

export function initializedNotification(target: UpstreamTarget, session: McpSession): McpHttpRequest {
  return post(target, { id: null, method: 'notifications/initialized', params: null }, sessionHeaders(session));
}

/** No elicitation, sampling or tasks are declared: nobody is there to answer them. */
export function toolCallRequest(
  target: UpstreamTarget,
  session: McpSession | null,
  call: ToolCallRequest,
): McpHttpRequest {
  const meta = { ...callMeta(call), ...(session === null ? modernMeta(target) : {}) };
  // Put together as text, so that the arguments are sent exactly as they were hashed.
  const name = JSON.stringify(call.toolName);
  const params = `{"name":${name},"arguments":${call.argumentsText},"_meta":${JSON.stringify(meta)}}`;
  const headers = session === null ? modernHeaders(target, call) : sessionHeaders(session);
  return post(target, { id: call.callId, method: 'tools/call', params }, headers);
}

interface Message {
  readonly id: string | null;
  readonly method: string;
  readonly params: string | null;
}

function post(
  target: UpstreamTarget,
  { id, method, params }: Message,
  headers: Readonly<Record<string, string>>,
): McpHttpRequest {
  const idPart = id === null ? '' : `"id":${JSON.stringify(id)},`;
  const paramsPart = params === null ? '' : `,"params":${params}`;
  return {
    path: `${target.url.pathname}${target.url.search}`,
    headers: {
      // Credentials first: they must not be able to take the place of a header of the protocol.
      ...target.headers,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: `{"jsonrpc":"2.0",${idPart}"method":${JSON.stringify(method)}${paramsPart}}`,
    id,
    mask: new CredentialMask(target.headers),
  };
}

function sessionHeaders({ id, protocolVersion }: McpSession): Record<string, string> {
  return { ...(id === null ? {} : { 'mcp-session-id': id }), 'mcp-protocol-version': protocolVersion };
}

function modernHeaders(
  { protocolVersion }: UpstreamTarget,
  { toolName, parameterHeaders }: ToolCallRequest,
): Record<string, string> {
  return {
    ...parameterHeaders,
    'mcp-protocol-version': protocolVersion,
    'mcp-method': 'tools/call',
    'mcp-name': mcpNameHeader(toolName),
  };
}

function modernMeta({ protocolVersion }: UpstreamTarget): Record<string, unknown> {
  return {
    'io.modelcontextprotocol/protocolVersion': protocolVersion,
    'io.modelcontextprotocol/clientInfo': CLIENT_INFO,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
}

/** The trace is named after the call, so that an upstream's logs and the ledger find each other. */
function callMeta({ callId, fence }: ToolCallRequest): Record<string, unknown> {
  const span = createHash('sha256').update(`${callId} ${fence}`).digest('hex').slice(0, 16);
  return { [IDEMPOTENCY_KEY]: callId, traceparent: `00-${callId.replaceAll('-', '')}-${span}-01` };
}
