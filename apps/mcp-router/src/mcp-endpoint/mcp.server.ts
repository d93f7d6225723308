import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { toNodeHandler, type NodeIncomingMessageLike, type NodeMcpRequestHandler } from '@modelcontextprotocol/node';
import { type AuthInfo } from '@modelcontextprotocol/server';
import { InvalidTokenError } from '@countersign/tokens';
import type { Caller } from '../callers/caller.js';
import type { CallerGuard } from '../callers/caller.guard.js';
import type { CallerRates } from '../callers/caller-rates.host.js';
import type { CopiesHost } from '../copies/copies.host.js';
import type { InFlight } from '../dispatch/in-flight.host.js';
import { MCP_BODY_BYTES_MAX, MCP_KEEP_ALIVE_MS } from '../limits.js';
import { isInitialize } from './client-request.js';
import { isAllowedHost, isAllowedOrigin, type HttpRules } from './http-rules.js';
import type { McpProtocol, RequestOrigin } from './mcp-protocol.server.js';
import {
  bearerTokenOf,
  MCP_PATH,
  METADATA_PATH,
  toChallenge,
  toMetadata,
  type ProtectedResource,
} from './protected-resource.js';
import { readJsonBody } from './read-json-body.js';

const SESSION_HEADER = 'mcp-session-id';

interface McpServerParts {
  readonly callers: CallerGuard;
  readonly rates: CallerRates;
  readonly copies: CopiesHost;
  readonly protocol: McpProtocol;
  readonly inFlight: InFlight;
}

export interface McpEndpointOptions extends HttpRules, ProtectedResource {
  readonly host: string;
  readonly port: number;
}

/** The door for external MCP clients: one path, both eras, a bearer token for everything but the metadata. */
export class McpServer implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger(McpServer.name);
  private readonly server: Server;
  private readonly handle: NodeMcpRequestHandler;

  constructor(
    private readonly options: McpEndpointOptions,
    private readonly parts: McpServerParts,
  ) {
    this.handle = toNodeHandler(parts.protocol.createHandler(), { maxRequestBodySize: MCP_BODY_BYTES_MAX });
    this.server = createServer((request, response) => void this.answer(request, response));
    this.server.keepAliveTimeout = MCP_KEEP_ALIVE_MS;
    this.server.headersTimeout = MCP_KEEP_ALIVE_MS + 5_000;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async onApplicationBootstrap(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.options.port, this.options.host, resolve);
    });
    this.logger.log({ host: this.options.host, port: this.port }, 'MCP endpoint ready');
  }

  /** Held requests are answered with their ticket; the calls they wait for go on without them. */
  onModuleDestroy(): void {
    this.parts.protocol.releaseHeldRequests();
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    // Waited for with the calls that are under way, and no longer than they are.
    this.parts.inFlight.track(closed, { work: 'answering MCP clients' });
  }

  onApplicationShutdown(): void {
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.route(request, response);
    } catch (error) {
      this.logger.error({ err: error }, 'an HTTP request failed');
      if (response.headersSent) response.destroy();
      else send(response, 500, { error: 'internal error' });
    }
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isAllowedHost(this.options, request.headers.host)) return send(response, 403, { error: 'host not allowed' });
    const { origin } = request.headers;
    if (!isAllowedOrigin(this.options, origin)) return send(response, 403, { error: 'origin not allowed' });
    const path = request.url?.split('?')[0] ?? '/';
    // Clients append the resource's path to the well-known one (RFC 9728 §3.1), or do not.
    if (path === METADATA_PATH || path === `${METADATA_PATH}${MCP_PATH}`) {
      return send(response, 200, toMetadata(this.options));
    }
    if (path !== MCP_PATH) return send(response, 404, { error: 'not found' });
    const caller = this.authenticate(request, response);
    if (caller !== null) await this.serve(request, response, caller);
  }

  /** Null: the challenge has been sent. */
  private authenticate(request: IncomingMessage, response: ServerResponse): Caller | null {
    const token = bearerTokenOf(request.headers.authorization);
    try {
      if (token !== undefined) return this.parts.callers.ofClient(token);
      challenge(response, toChallenge(this.options), 'a bearer token of an MCP client is required');
    } catch (error) {
      if (!(error instanceof InvalidTokenError)) throw error;
      challenge(response, toChallenge(this.options, error.message), error.message);
    }
    return null;
  }

  private async serve(request: IncomingMessage, response: ServerResponse, caller: Caller): Promise<void> {
    // Too many *calls* are a result that a model reads; this is for what is no agent at work, and costs nothing to answer.
    const waitMs = this.parts.rates.takeRequest(caller);
    if (waitMs > 0) {
      const retryAfter = { 'retry-after': String(Math.ceil(waitMs / 1_000)) };
      return send(response, 429, { error: 'too many requests' }, retryAfter);
    }
    const session = request.headers[SESSION_HEADER];
    const origin: RequestOrigin = { caller, sessionId: typeof session === 'string' ? session : undefined };
    if (request.method !== 'POST') return this.handle(authorize(request, origin), response);
    const body = await readJsonBody(request, MCP_BODY_BYTES_MAX);
    if (body.kind === 'json') return this.serveMessage(authorize(request, origin), response, body.value, origin);
    if (body.kind === 'too_large') {
      return send(response, 413, rpcError(-32_600, `a request has at most ${MCP_BODY_BYTES_MAX} bytes`, null), {
        connection: 'close',
      });
    }
    send(response, 400, rpcError(body.id === null ? -32_700 : -32_602, body.message, body.id));
  }

  private async serveMessage(
    request: NodeIncomingMessageLike,
    response: ServerResponse,
    message: unknown,
    origin: RequestOrigin,
  ): Promise<void> {
    // To take a call back needs no rules, so it is not refused while they are out of date.
    await this.parts.protocol.cancelRequests(origin, message);
    if (!this.parts.copies.isCurrent(origin.caller.workspaceId)) {
      return send(response, 503, { error: 'the router is catching up with its rules' }, { 'retry-after': '1' });
    }
    // Nothing is kept for a session. Its id only tells apart the request ids of clients that share a token.
    if (isInitialize(message)) response.setHeader(SESSION_HEADER, randomUUID());
    await this.handle(request, response, message);
  }
}

function authorize(request: IncomingMessage, origin: RequestOrigin): NodeIncomingMessageLike {
  const auth: AuthInfo = { token: '', clientId: origin.caller.principal.id, scopes: [], extra: { ...origin } };
  // The adapter's type says "absent" where Node's says "undefined".
  return Object.assign(request, { auth }) as unknown as NodeIncomingMessageLike;
}

function rpcError(code: number, message: string, id: string | number | null): object {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

function challenge(response: ServerResponse, authenticate: string, problem: string): void {
  send(response, 401, { error: problem }, { 'www-authenticate': authenticate });
}

function send(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
}
