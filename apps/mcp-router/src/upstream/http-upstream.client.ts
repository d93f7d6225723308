import { mirroredCapabilities, takesServerTasks, type CallSink } from './call-sink.js';
import { CredentialMask } from './credential-mask.js';
import type { ConnectionPool } from './connection-pool.client.js';
import type { GuardedConnection } from './guarded-connection.client.js';
import { judgeAnswer } from './judge-answer.js';
import { withoutAnswer } from './mcp-exchange.client.js';
import {
  cancelledNotification,
  replyMessage,
  requestMessage,
  toolCall,
  type McpSession,
  type ToolCallRequest,
  type UpstreamRequest,
} from './mcp-request.js';
import type { McpSessions } from './mcp-sessions.client.js';
import type { OpenUpstream } from './open-upstream.js';
import { toToolOutcome } from './read-answer.js';
import { resumableExchange } from './resumable-exchange.client.js';
import { ServerMessages } from './server-messages.client.js';
import { untilCancelled } from './until-cancelled.client.js';
import {
  NOT_SENT_AS_CANCELLED,
  type RequestOutcome,
  type UpstreamOutcome,
  type UpstreamTarget,
} from './upstream-outcome.js';

export interface HttpUpstreamParts {
  readonly target: UpstreamTarget;
  readonly pool: ConnectionPool;
  readonly sessions: McpSessions;
  readonly connection: GuardedConnection;
  /** Null: the modern era. */
  readonly session: McpSession | null;
  readonly sink: CallSink | undefined;
}

/** One connection of Streamable HTTP, for one request. */
export class HttpUpstream implements OpenUpstream {
  constructor(private readonly parts: HttpUpstreamParts) {}

  async callTool(call: ToolCallRequest, signal?: AbortSignal): Promise<UpstreamOutcome> {
    return toToolOutcome(await this.request(toolCall(call), signal));
  }

  async request(request: UpstreamRequest, signal?: AbortSignal): Promise<RequestOutcome> {
    const { target, pool, session } = this.parts;
    if (signal?.aborted === true) {
      this.release();
      return NOT_SENT_AS_CANCELLED;
    }
    const tell = session && (() => void pool.post(target, cancelledNotification(target, session, request.id)));
    const messages = this.messagesOf(request);
    try {
      return await untilCancelled(signal, tell, (stop) => this.exchange(request, messages, stop));
    } finally {
      messages.end();
    }
  }

  release(): void {
    this.parts.pool.keep(this.parts.target, this.parts.connection);
  }

  private async exchange(
    request: UpstreamRequest,
    messages: ServerMessages,
    signal: AbortSignal,
  ): Promise<RequestOutcome> {
    const { target, pool, sessions, connection, session, sink } = this.parts;
    try {
      const answered = await resumableExchange(this.parts, requestMessage(target, session, request, sink), {
        timeoutMs: target.timeoutMs,
        enter: pool.roomFor(target),
        signal,
        onMessage: (message) => messages.take(message),
      });
      void answered.isClean.then((clean) => (clean ? this.release() : connection.close()));
      const outcome = judgeAnswer(target, answered, {
        hadSession: session?.id != null,
        hasSink: sink !== undefined,
        takesTasks: session === null && takesServerTasks(sink),
      });
      const isOver = outcome.kind === 'session_lost' || outcome.kind === 'wrong_era';
      if (isOver && session !== null) await sessions.forget(target, session);
      return outcome;
    } catch (error) {
      connection.close();
      return withoutAnswer(error);
    }
  }

  private messagesOf({ id }: UpstreamRequest): ServerMessages {
    const { target, pool, session, sink } = this.parts;
    return new ServerMessages({
      sink,
      requestId: id,
      capabilities: session?.capabilities ?? mirroredCapabilities(sink),
      mask: CredentialMask.of(target.headers),
      reply: session && ((askedId, answer) => pool.post(target, replyMessage(target, session, askedId, answer))),
    });
  }
}
