import type { Egress } from '@countersign/egress';
import { capabilitiesForSession, type CallSink } from './call-sink.js';
import { CredentialMask } from './credential-mask.js';
import type { ConnectionPool } from './connection-pool.client.js';
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
import { beginSession } from './mcp-sessions.client.js';
import type { OpenUpstream } from './open-upstream.js';
import { toToolOutcome } from './read-answer.js';
import { ServerMessages } from './server-messages.client.js';
import { SseLine } from './sse-line.client.js';
import { untilCancelled } from './until-cancelled.client.js';
import {
  NOT_SENT_AS_CANCELLED,
  type RequestOutcome,
  type UpstreamOutcome,
  type UpstreamTarget,
} from './upstream-outcome.js';

/** One stream, and so one session, per request: nothing that another one's stream does can become this one's outcome. */
export class SseUpstream implements OpenUpstream {
  private constructor(
    private readonly pool: ConnectionPool,
    private readonly line: SseLine,
    private readonly session: McpSession,
    private readonly sink: CallSink | undefined,
  ) {}

  /** @throws NotConnectedError, CredentialsRefusedError, ExchangeError, or what the egress guard says */
  static async open(
    { egress, pool }: { readonly egress: Egress; readonly pool: ConnectionPool },
    target: UpstreamTarget,
    sink: CallSink | undefined,
  ): Promise<SseUpstream> {
    const line = await SseLine.open({ egress, enter: pool.roomFor(target) }, target);
    try {
      const begin = async (...[request, timeoutMs]: Parameters<Parameters<typeof beginSession>[1]>) => {
        await line.prepare();
        return line.ask(request, { timeoutMs });
      };
      const session = await beginSession(line.target, begin, capabilitiesForSession(sink));
      await line.prepare();
      return new SseUpstream(pool, line, session, sink);
    } catch (error) {
      line.close();
      throw error;
    }
  }

  async callTool(call: ToolCallRequest, signal?: AbortSignal): Promise<UpstreamOutcome> {
    return toToolOutcome(await this.request(toolCall(call), signal));
  }

  async request(request: UpstreamRequest, signal?: AbortSignal): Promise<RequestOutcome> {
    const { pool, line, session, sink } = this;
    const { target } = line;
    const messages = new ServerMessages({
      sink,
      requestId: request.id,
      capabilities: session.capabilities,
      mask: CredentialMask.of(target.headers),
      reply: (id, answer) => pool.post(target, replyMessage(target, session, id, answer)),
    });
    const tell = (): void => void pool.post(target, cancelledNotification(target, session, request.id));
    try {
      if (signal?.aborted === true) return NOT_SENT_AS_CANCELLED;
      const message = requestMessage(target, session, request, sink);
      const options = { timeoutMs: target.timeoutMs, onMessage: (said: unknown) => messages.take(said) };
      const answered = await untilCancelled(signal, tell, (stop) => line.ask(message, { ...options, signal: stop }));
      return judgeAnswer(target, answered, { hadSession: true, hasSink: sink !== undefined });
    } catch (error) {
      return withoutAnswer(error);
    } finally {
      messages.end();
      line.close();
    }
  }

  release(): void {
    this.line.close();
  }
}
