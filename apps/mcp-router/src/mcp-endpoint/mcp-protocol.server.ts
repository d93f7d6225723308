import { Injectable, Logger } from '@nestjs/common';
import {
  createMcpHandler,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type McpHttpHandler,
  type ServerContext,
  type Tool,
} from '@modelcontextprotocol/server';
import type { Caller } from '../callers/caller.js';
import { APPROVAL_STATUS_DEFINITION } from '../calls/approval-status-tool.js';
import { MCP_BODY_BYTES_MAX } from '../limits.js';
import { ListOfferedTools, type DescribedTool } from '../offers/list-offered-tools.use-case.js';
import { CancelRequest } from './cancel-request.use-case.js';
import { clientRequestKey, findCancelledRequests } from './client-request.js';
import { CallTool } from './call-tool.use-case.js';
import type { ClientRequest } from './wait-for-result.use-case.js';

const IMPLEMENTATION = { name: 'countersign', title: 'Countersign', version: '0.1.0' };
const INSTRUCTIONS =
  'Some tools need a person’s approval. Such a call waits; if it waits for long, you get the id of its approval, with ' +
  'which the result can be collected later. Never assume that a call that waits was executed.';
/** A policy change reaches the router within a second; a client's list may be older by this. */
const LIST_TTL_MS = 5_000;

/** Where a request comes from, as the HTTP server hands it on. */
export interface RequestOrigin {
  readonly caller: Caller;
  readonly sessionId: string | undefined;
}

/** The protocol, in both eras, over one handler per request. Who calls is decided before it. */
@Injectable()
export class McpProtocol {
  private readonly logger = new Logger(McpProtocol.name);
  /** Aborted at shutdown, so that held requests are answered with their ticket instead of being cut. */
  private readonly stopping = new AbortController();

  constructor(
    private readonly offered: ListOfferedTools,
    private readonly callTool: CallTool,
    private readonly cancelRequest: CancelRequest,
  ) {}

  createHandler(): McpHttpHandler {
    return createMcpHandler(({ authInfo }) => this.createServer(authInfo?.extra as unknown as RequestOrigin), {
      maxRequestBodySize: MCP_BODY_BYTES_MAX,
      onerror: (error) => this.logger.debug({ err: error }, 'an MCP request was not served'),
    });
  }

  /** The handlers below live as long as one request, so none of them could tell which other one is meant. */
  async cancelRequests({ caller, sessionId }: RequestOrigin, message: unknown): Promise<void> {
    for (const cancelled of findCancelledRequests(message)) {
      await this.cancelRequest.execute(caller, sessionId, cancelled);
    }
  }

  releaseHeldRequests(): void {
    this.stopping.abort();
  }

  private createServer({ caller, sessionId }: RequestOrigin): Server {
    const server = new Server(IMPLEMENTATION, {
      capabilities: { tools: {} },
      instructions: INSTRUCTIONS,
      cacheHints: { 'tools/list': { ttlMs: LIST_TTL_MS, cacheScope: 'private' } },
    });
    server.setRequestHandler('tools/list', () => this.hidingErrors(async () => this.listTools(caller)));
    server.setRequestHandler('tools/call', ({ params }, context) =>
      this.hidingErrors(() => this.callTool.execute(caller, params, this.toClientRequest(context, sessionId))),
    );
    return server;
  }

  private async listTools(caller: Caller): Promise<{ tools: Tool[] }> {
    const tools = (await this.offered.all(caller)).map(toTool);
    return { tools: [...tools, APPROVAL_STATUS_DEFINITION as unknown as Tool] };
  }

  private toClientRequest({ mcpReq }: ServerContext, sessionId: string | undefined): ClientRequest {
    const key = clientRequestKey(sessionId, mcpReq.id);
    const signal = AbortSignal.any([mcpReq.signal, this.stopping.signal]);
    const progressToken = mcpReq._meta?.progressToken;
    if (progressToken === undefined) return { key, signal };
    return {
      key,
      signal,
      progress: (seconds) =>
        mcpReq.notify({
          method: 'notifications/progress',
          params: { progressToken, progress: seconds, message: 'Waiting for a person’s approval.' },
        }),
    };
  }

  /** What went wrong here is for the log; a client learns that something did. */
  private async hidingErrors<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.logger.error({ err: error }, 'an MCP request failed');
      throw new ProtocolError(ProtocolErrorCode.InternalError, 'Internal error');
    }
  }
}

function toTool({ exposedName, title, description, inputSchema, outputSchema, annotations }: DescribedTool): Tool {
  return {
    name: exposedName,
    ...(title === null ? {} : { title }),
    ...(description === null ? {} : { description }),
    inputSchema,
    ...(outputSchema === null ? {} : { outputSchema }),
    ...(annotations === null ? {} : { annotations }),
  } as Tool;
}
