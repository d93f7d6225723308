import { EgressConnectError, EgressRefusedError, type Egress } from '@countersign/egress';
import { IDLE_CONNECTIONS_MAX } from '../limits.js';
import { GuardedConnection } from './guarded-connection.client.js';
import { judgeAnswer } from './judge-answer.js';
import { exchange, ExchangeError } from './mcp-exchange.client.js';
import { toolCallRequest, type McpSession, type ToolCallRequest } from './mcp-request.js';
import { beginSession, McpSessions, type Ask } from './mcp-sessions.client.js';
import { SseLine } from './sse-line.client.js';
import { NotConnectedError } from './upstream.errors.js';
import { targetKey, type UpstreamOutcome, type UpstreamTarget } from './upstream-outcome.js';

/** A connection that is ready for one tool call: dialled, checked, and with a session where the server wants one. */
export interface OpenUpstream {
  /** Never throws for what a server does: that is an outcome. May be used once. */
  callTool(call: ToolCallRequest): Promise<UpstreamOutcome>;
  /** For a connection that is not used after all. */
  release(): void;
}

/** The router's own lean MCP client: no SDK per call, one guarded connection per request, sessions and connections kept. */
export class UpstreamClient {
  private readonly sessions = new McpSessions();
  private readonly idle = new Map<string, GuardedConnection[]>();

  constructor(private readonly egress: Egress) {}

  /**
   * `reuse`: a connection that served a call before will do. An approved call gets one of its own, so that a server which
   * closes an idle connection cannot leave its outcome unknown.
   *
   * @throws NotConnectedError; CredentialsRefusedError where newer credentials may help
   */
  async open(target: UpstreamTarget, { reuse }: { readonly reuse: boolean }): Promise<OpenUpstream> {
    try {
      return target.transport === 'sse' ? await this.openSse(target) : await this.openHttp(target, reuse);
    } catch (error) {
      throw toNotConnected(error);
    }
  }

  close(): void {
    for (const connections of this.idle.values()) for (const connection of connections) connection.close();
    this.idle.clear();
  }

  private async openHttp(target: UpstreamTarget, reuse: boolean): Promise<OpenUpstream> {
    const kept = reuse ? this.takeIdle(target) : undefined;
    const connection = kept ?? (await GuardedConnection.open(this.egress, target.url));
    const ask: Ask = (request, timeoutMs) => exchange(connection, request, timeoutMs);
    try {
      const session = target.era === 'legacy' ? await this.sessions.get(target, ask) : null;
      return {
        callTool: (call) => this.callTool(target, connection, session, call),
        release: () => this.keep(target, connection),
      };
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** One stream, and so one session, per call: nothing that another call's stream does can become this one's outcome. */
  private async openSse(target: UpstreamTarget): Promise<OpenUpstream> {
    const line = await SseLine.open(this.egress, target);
    try {
      const session = await beginSession(line.target, async (request, timeoutMs) => {
        await line.prepare();
        return line.ask(request, timeoutMs);
      });
      await line.prepare();
      return {
        callTool: (call) => callOverLine(line, session, call),
        release: () => line.close(),
      };
    } catch (error) {
      line.close();
      throw error;
    }
  }

  private async callTool(
    target: UpstreamTarget,
    connection: GuardedConnection,
    session: McpSession | null,
    call: ToolCallRequest,
  ): Promise<UpstreamOutcome> {
    try {
      const request = toolCallRequest(target, session, call);
      const answered = await exchange(connection, request, target.timeoutMs);
      void answered.isClean.then((clean) => (clean ? this.keep(target, connection) : connection.close()));
      const outcome = judgeAnswer(target, answered, session?.id != null);
      const isOver = outcome.kind === 'session_lost' || outcome.kind === 'wrong_era';
      if (isOver && session !== null) await this.sessions.forget(target, session);
      return outcome;
    } catch (error) {
      connection.close();
      return withoutAnswer(error);
    }
  }

  private takeIdle(target: UpstreamTarget): GuardedConnection | undefined {
    const connections = this.idle.get(targetKey(target)) ?? [];
    for (let connection = connections.pop(); connection !== undefined; connection = connections.pop()) {
      if (connection.isReusable()) return connection;
      connection.close();
    }
    this.idle.delete(targetKey(target));
    return undefined;
  }

  private keep(target: UpstreamTarget, connection: GuardedConnection): void {
    const connections = (this.idle.get(targetKey(target)) ?? []).filter((other) => other.isReusable());
    connection.markIdle();
    if (connections.length < IDLE_CONNECTIONS_MAX && connection.isReusable()) connections.push(connection);
    else connection.close();
    this.idle.set(targetKey(target), connections);
  }
}

async function callOverLine(line: SseLine, session: McpSession, call: ToolCallRequest): Promise<UpstreamOutcome> {
  try {
    const answered = await line.ask(toolCallRequest(line.target, session, call), line.target.timeoutMs);
    return judgeAnswer(line.target, answered, true);
  } catch (error) {
    return withoutAnswer(error);
  } finally {
    line.close();
  }
}

function withoutAnswer(error: unknown): UpstreamOutcome {
  if (!(error instanceof ExchangeError)) throw error;
  return { kind: error.mayHaveBeenSent ? 'unknown' : 'not_sent', reason: error.message };
}

function toNotConnected(error: unknown): unknown {
  const isExpected =
    error instanceof EgressRefusedError || error instanceof EgressConnectError || error instanceof ExchangeError;
  return isExpected ? new NotConnectedError(error.message, { cause: error }) : error;
}
