import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { assertNever } from '@countersign/contracts';
import { InvalidTokenError } from '@countersign/tokens';
import type { Caller } from '../callers/caller.js';
import type { CallerGuard } from '../callers/caller.guard.js';
import type { CallerRates } from '../callers/caller-rates.host.js';
import type { TokenUsesTeller } from '../callers/token-uses.host.js';
import type { InFlight } from '../dispatch/in-flight.host.js';
import {
  HELD_BYTES_PER_VALUE,
  MCP_BODY_BYTES_MAX,
  MCP_BODY_VALUES_MAX,
  MCP_HEADERS_MS_MAX,
  MCP_KEEP_ALIVE_MS,
  MCP_REQUEST_MS_MAX,
  MCP_ROOM_MADE_MS,
} from '../limits.js';
import type { Exchange } from './http/exchange.server.js';
import type { Exchanges } from './http/exchanges.host.js';
import { isAllowedHost, isAllowedOrigin, type HttpRules } from './http/http-rules.js';
import { parseBody } from './http/parse-body.js';
import {
  bearerTokenOf,
  MCP_PATH,
  METADATA_PATH,
  toChallenge,
  toMetadata,
  type ProtectedResource,
} from './http/protected-resource.js';
import { readBody, type ReadBody } from './http/read-body.server.js';
import type { McpEngine } from './mcp-engine.server.js';
import { BATCH_MESSAGES_MAX } from './protocol/classify-body.js';
import { errorAnswer } from './protocol/rpc-answer.js';
import { RPC } from './protocol/rpc.errors.js';
import type { SessionDoor } from './sessions/session-door.server.js';

interface McpServerParts {
  readonly callers: CallerGuard;
  readonly rates: CallerRates;
  readonly uses: TokenUsesTeller;
  readonly exchanges: Exchanges;
  readonly engine: McpEngine;
  readonly sessions: SessionDoor;
  readonly inFlight: InFlight;
}

export interface McpEndpointOptions extends HttpRules, ProtectedResource {
  readonly host: string;
  readonly port: number;
  readonly connectionsMax: number;
  /** Where people decide; null: clients are shown no page. */
  readonly gatewayPublicUrl: string | null;
}

/** The door for external MCP clients: one path, both eras, a bearer token for everything but the metadata. */
export class McpServer implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger(McpServer.name);
  private readonly server: Server;
  /** Clients say the same one with every request; it is read once. */
  private allowedHost: string | undefined;
  private madeRoomMs = -Infinity;

  constructor(
    private readonly options: McpEndpointOptions,
    private readonly parts: McpServerParts,
  ) {
    this.server = createServer((request, response) => void this.answer(request, response));
    this.server.keepAliveTimeout = MCP_KEEP_ALIVE_MS;
    this.server.headersTimeout = MCP_HEADERS_MS_MAX;
    this.server.requestTimeout = MCP_REQUEST_MS_MAX;
    this.server.maxConnections = options.connectionsMax;
    this.server.on('drop', () => this.makeRoom());
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

  /** Nobody comes in any more; who is inside is answered, and waited for with the calls that are under way. */
  onModuleDestroy(): void {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    this.parts.inFlight.track(closed, { work: 'answering MCP clients' });
  }

  onApplicationShutdown(): void {
    this.server.closeAllConnections();
  }

  /** A connection came too many and was closed. Those on which nothing is asked are kept for convenience alone. */
  private makeRoom(): void {
    const nowMs = performance.now();
    if (nowMs - this.madeRoomMs < MCP_ROOM_MADE_MS) return;
    this.madeRoomMs = nowMs;
    this.server.closeIdleConnections();
    this.logger.warn({ connectionsMax: this.options.connectionsMax }, 'too many connections; idle ones were closed');
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
    const { host, origin, authorization } = request.headers;
    if (!this.isAllowedHost(host)) return send(response, 403, { error: 'host not allowed' });
    if (!isAllowedOrigin(this.options, origin)) return send(response, 403, { error: 'origin not allowed' });
    const path = request.url?.split('?')[0] ?? '/';
    // Clients append the resource's path to the well-known one (RFC 9728 §3.1), or do not.
    if (path === METADATA_PATH || path === `${METADATA_PATH}${MCP_PATH}`) {
      return send(response, 200, toMetadata(this.options));
    }
    if (path !== MCP_PATH) return send(response, 404, { error: 'not found' });
    const caller = this.authenticate(authorization, response);
    if (caller !== null && this.isWithinRate(caller, response)) await this.serve(request, response, caller);
  }

  private isAllowedHost(host: string | undefined): boolean {
    if (host !== undefined && host === this.allowedHost) return true;
    if (!isAllowedHost(this.options, host)) return false;
    this.allowedHost = host;
    return true;
  }

  /** Null: the challenge has been sent. */
  private authenticate(authorization: string | undefined, response: ServerResponse): Caller | null {
    const token = bearerTokenOf(authorization);
    try {
      if (token !== undefined) return this.recognize(token);
      challenge(response, toChallenge(this.options), 'a bearer token of an MCP client is required');
    } catch (error) {
      if (!(error instanceof InvalidTokenError)) throw error;
      challenge(response, toChallenge(this.options, error.message), error.message);
    }
    return null;
  }

  /** @throws InvalidTokenError */
  private recognize(token: string): Caller {
    const caller = this.parts.callers.ofClient(token);
    this.parts.uses.note(caller);
    return caller;
  }

  /** Too many *calls* are a result that a model reads; this is for what is no agent at work, and costs nothing to answer. */
  private isWithinRate(caller: Caller, response: ServerResponse): boolean {
    const waitMs = this.parts.rates.takeRequest(caller);
    if (waitMs === 0) return true;
    send(response, 429, { error: 'too many requests' }, { 'retry-after': String(Math.ceil(waitMs / 1_000)) });
    return false;
  }

  /** A batch is as many requests as it has messages: the first one has been counted. */
  private isBatchWithinRate(caller: Caller, body: unknown, exchange: Exchange): boolean {
    const others = Array.isArray(body) ? Math.min(body.length, BATCH_MESSAGES_MAX) - 1 : 0;
    for (let count = 0; count < others; count += 1) {
      const waitMs = this.parts.rates.takeRequest(caller);
      if (waitMs === 0) continue;
      const headers = { 'retry-after': String(Math.ceil(waitMs / 1_000)) };
      exchange.answer(429, errorAnswer(null, fault(RPC.refused, 'too many requests')), headers);
      return false;
    }
    return true;
  }

  private async serve(request: IncomingMessage, response: ServerResponse, caller: Caller): Promise<void> {
    if (!this.parts.exchanges.hasRoom(caller)) {
      return send(response, 429, { error: 'too many requests of this token are open' }, { 'retry-after': '1' });
    }
    const exchange = this.parts.exchanges.begin(response, request.headers.accept, caller);
    switch (request.method) {
      case 'POST':
        return this.serveMessage(request, exchange, caller);
      case 'GET':
        return this.parts.sessions.listen(caller, request.headers, exchange);
      case 'DELETE':
        return this.parts.sessions.end(caller, request.headers, exchange);
      default:
        return exchange.answer(405, notAllowed(), { allow: 'POST, GET, DELETE' });
    }
  }

  private async serveMessage(request: IncomingMessage, exchange: Exchange, caller: Caller): Promise<void> {
    const { headers } = request;
    if (!isJson(headers['content-type'])) {
      return exchange.answer(415, errorAnswer(null, fault(RPC.refused, 'the content type must be application/json')));
    }
    const body = await readBody(request, MCP_BODY_BYTES_MAX, exchange.room);
    if (body.kind !== 'read') return refuseBody(body.kind, exchange);
    const parsed = parseBody(body.bytes, MCP_BODY_BYTES_MAX, MCP_BODY_VALUES_MAX);
    if (parsed.kind === 'json') {
      const taken = exchange.room.takeBody(parsed.values * HELD_BYTES_PER_VALUE);
      if (taken !== 'taken') return refuseBody(taken, exchange);
      if (!this.isBatchWithinRate(caller, parsed.value, exchange)) return;
      return this.parts.engine.serve({ caller, headers, body: parsed.value }, exchange);
    }
    const code = parsed.id === null ? RPC.parseError : RPC.invalidParams;
    exchange.answer(400, errorAnswer(parsed.id, fault(code, parsed.message)));
  }
}

function isJson(contentType: string | undefined): boolean {
  return contentType === 'application/json' || contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';
}

function fault(code: number, message: string): { code: number; message: string; status: number } {
  return { code, message, status: 400 };
}

function refuseBody(kind: Exclude<ReadBody['kind'], 'read'>, exchange: Exchange): void {
  const refuse = (status: number, code: number, message: string, headers: OutgoingHttpHeaders = {}): void =>
    exchange.answer(status, errorAnswer(null, fault(code, message)), { connection: 'close', ...headers });
  switch (kind) {
    case 'gone':
      return;
    case 'too_large':
      return refuse(413, RPC.invalidRequest, `a request has at most ${MCP_BODY_BYTES_MAX} bytes`);
    case 'principal_full':
      return refuse(429, RPC.refused, 'too many requests of this token are being received', { 'retry-after': '1' });
    case 'all_full':
      return refuse(503, RPC.refused, 'this router holds as much as it can', { 'retry-after': '1' });
    default:
      return assertNever(kind);
  }
}

function notAllowed(): Buffer {
  return errorAnswer(null, fault(RPC.refused, 'Method not allowed.'));
}

function challenge(response: ServerResponse, authenticate: string, problem: string): void {
  send(response, 401, { error: problem }, { 'www-authenticate': authenticate });
}

function send(response: ServerResponse, status: number, body: object, headers: OutgoingHttpHeaders = {}): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(text);
}
