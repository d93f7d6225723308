import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../callers/caller.js';
import { CopiesHost } from '../copies/copies.host.js';
import { mirroredCapabilities } from '../upstream/call-sink.js';
import type { Exchange } from './http/exchange.server.js';
import { SESSION_HEADER } from './methods/initialize.use-case.js';
import type { McpRequest, MethodResult } from './methods/mcp-method.js';
import { MethodTable } from './methods/method-table.js';
import { answerBatch } from './protocol/answer-batch.js';
import { classifyBody, type ClassifiedBody } from './protocol/classify-body.js';
import { readClientFeatures } from './protocol/client-features.js';
import { readMcpHeaders } from './protocol/mcp-headers.js';
import { isLegacyVersion, LEGACY_VERSIONS, MODERN_VERSION, type Era } from './protocol/protocol-version.js';
import { META, metaOf } from './protocol/request-meta.js';
import { batchAnswer, errorAnswer, resultAnswer } from './protocol/rpc-answer.js';
import type { RpcMessage, RpcRequest } from './protocol/rpc-message.js';
import { RPC, RpcError, SESSION_NOT_FOUND, type RpcFault } from './protocol/rpc.errors.js';
import { ClientQuestions } from './relay/client-questions.host.js';
import { SessionIds } from './sessions/session-ids.host.js';
import { CancelRequest } from './tools/cancel-request.use-case.js';
import { findCancelledRequests } from './tools/client-request.js';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** One POST of a client whose token is proven. */
export interface Inbound {
  readonly caller: Caller;
  readonly headers: Headers;
  readonly body: unknown;
}

/** What all requests of one body have in common. */
type Frame = Pick<
  McpRequest,
  'caller' | 'era' | 'protocolVersion' | 'features' | 'capabilities' | 'sessionId' | 'headers' | 'client'
>;

interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

const NO_FEATURES = readClientFeatures(undefined);

/** The protocol, in both eras: which message this is, whether it may be served, and by whom. */
@Injectable()
export class McpEngine {
  private readonly logger = new Logger(McpEngine.name);

  constructor(
    private readonly methods: MethodTable,
    private readonly sessions: SessionIds,
    private readonly cancelRequest: CancelRequest,
    private readonly questions: ClientQuestions,
    private readonly copies: CopiesHost,
  ) {}

  async serve(inbound: Inbound, exchange: Exchange): Promise<void> {
    const classified = classifyBody(inbound.body, readMcpHeaders(inbound.headers));
    if (classified.kind === 'refused') return refuse(exchange, classified.fault, classified.id);
    const frame = this.toFrame(inbound, classified, exchange);
    if ('code' in frame) return refuse(exchange, frame, null);
    // To take a call back needs no rules, so it is not refused while they are out of date.
    for (const cancelled of findCancelledRequests(inbound.body)) {
      await this.cancelRequest.execute(inbound.caller, frame.sessionId, cancelled);
    }
    await this.takeAnswers(inbound.caller, frame.sessionId, classified);
    if (!this.copies.isCurrent(inbound.caller.workspaceId)) {
      const body = JSON.stringify({ error: 'the router is catching up with its rules' });
      return exchange.answer(503, body, { 'retry-after': '1' });
    }
    const isBatch = classified.kind === 'legacy' && classified.isBatch;
    const requests = requestsOf(classified);
    exchange.asks(requests.map(({ id }) => id));
    return this.answerAll(frame, requests, isBatch, exchange);
  }

  private toFrame(inbound: Inbound, classified: ClassifiedBody, exchange: Exchange): Frame | RpcFault {
    const { caller, headers } = inbound;
    if (classified.kind === 'modern') {
      const clientCapabilities = metaOf(classified.message.params)?.[META.clientCapabilities];
      return {
        caller,
        era: 'modern',
        protocolVersion: MODERN_VERSION,
        features: readClientFeatures(clientCapabilities),
        capabilities: mirroredCapabilities({ clientCapabilities }),
        sessionId: undefined,
        headers,
        client: exchange,
      };
    }
    return this.toLegacyFrame(inbound, classified, exchange);
  }

  /** `initialize` begins anew, whatever version or session a client still sends along. */
  private toLegacyFrame({ caller, headers }: Inbound, body: ClassifiedBody, client: Exchange): Frame | RpcFault {
    const { version } = readMcpHeaders(headers);
    const sessionId = headers[SESSION_HEADER];
    const frame = { caller, era: 'legacy', headers, client } as const;
    const nothing = { features: NO_FEATURES, capabilities: {}, sessionId: undefined };
    const fresh = { ...frame, ...nothing, protocolVersion: LEGACY_VERSIONS[0] };
    if (requestsOf(body).some(({ method }) => method === 'initialize')) return fresh;
    if (version !== undefined && !isLegacyVersion(version)) return unsupportedLegacyVersion(version);
    if (typeof sessionId !== 'string') return { ...fresh, protocolVersion: version ?? LEGACY_VERSIONS[0] };
    const session = this.sessions.find(caller, sessionId);
    if (session === undefined) return SESSION_NOT_FOUND;
    const { protocolVersion, features, capabilities } = session;
    return { ...frame, protocolVersion, features, capabilities, sessionId };
  }

  /** What a client answers to questions of servers needs no rules either: they were asked under some. */
  private async takeAnswers(caller: Caller, sessionId: string | undefined, body: ClassifiedBody): Promise<void> {
    if (body.kind !== 'legacy' || sessionId === undefined) return;
    for (const message of body.messages) {
      if (message.kind === 'response') await this.questions.take(caller, sessionId, message);
    }
  }

  private async answerAll(
    frame: Frame,
    requests: readonly RpcRequest[],
    isBatch: boolean,
    exchange: Exchange,
  ): Promise<void> {
    const [only] = requests;
    // Notifications, and answers to what was asked of the client.
    if (only === undefined) return exchange.end(202);
    if (!isBatch) {
      const { status, bytes, headers } = await this.answer(frame, only);
      return exchange.answer(status, bytes, headers);
    }
    const answers = await answerBatch(requests, async (request) => (await this.answer(frame, request)).bytes);
    const rest = answers.filter((bytes) => !exchange.answerInStream(bytes));
    if (rest.length === 0) return exchange.end(200);
    exchange.answer(200, batchAnswer(rest));
  }

  private async answer(frame: Frame, { id, method, params }: RpcRequest): Promise<Answer> {
    try {
      const { json, headers } = await this.execute(frame, { id, method, params });
      return { status: 200, bytes: resultAnswer(id, json), headers };
    } catch (error) {
      const fault = error instanceof RpcError ? error.fault : this.hide(error, method);
      return { status: fault.status, bytes: errorAnswer(id, fault) };
    }
  }

  private execute(frame: Frame, { id, method, params }: Omit<RpcRequest, 'kind'>): Promise<MethodResult> {
    const found = this.methods.find(method, frame.era);
    if (found === undefined) throw methodNotFound(method, frame.era);
    return found.execute({ ...frame, id, params });
  }

  /** What went wrong here is for the log; a client learns that something did. */
  private hide(error: unknown, method: string): RpcFault {
    this.logger.error({ err: error, method }, 'an MCP request failed');
    return { code: RPC.internalError, message: 'Internal error', status: 200 };
  }
}

function requestsOf(body: ClassifiedBody): readonly RpcRequest[] {
  if (body.kind === 'refused') return [];
  const messages: readonly RpcMessage[] = body.kind === 'modern' ? [body.message] : body.messages;
  return messages.filter((message) => message.kind === 'request');
}

function refuse(exchange: Exchange, fault: RpcFault, id: string | number | null): void {
  exchange.answer(fault.status, errorAnswer(id, fault));
}

function unsupportedLegacyVersion(version: string): RpcFault {
  const supported = [MODERN_VERSION, ...LEGACY_VERSIONS].join(', ');
  const message = `Bad Request: Unsupported protocol version: ${version} (supported versions: ${supported})`;
  return { code: RPC.refused, message, status: 400 };
}

function methodNotFound(method: string, era: Era): RpcError {
  const status = era === 'modern' ? 404 : 200;
  return new RpcError({ code: RPC.methodNotFound, message: `Method not found: ${method}`, status });
}
