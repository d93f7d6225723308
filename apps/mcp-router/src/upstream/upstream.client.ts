import { EgressConnectError, EgressRefusedError, type Egress } from '@countersign/egress';
import { IDLE_CONNECTIONS_MAX } from '../limits.js';
import { GuardedConnection } from './guarded-connection.client.js';
import { exchange, ExchangeError } from './mcp-exchange.client.js';
import { toolCallRequest, type McpSession, type ToolCallRequest } from './mcp-request.js';
import { McpSessions, SessionRefusedError } from './mcp-sessions.client.js';
import { toHttpOutcome, toOutcome } from './read-answer.js';
import { targetKey, type UpstreamOutcome, type UpstreamTarget } from './upstream-outcome.js';

/** The server cannot be reached, or lets nobody in. Nothing of the call was sent. */
export class NotConnectedError extends Error {}

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
   * @throws NotConnectedError
   */
  async open(target: UpstreamTarget, { reuse }: { readonly reuse: boolean }): Promise<OpenUpstream> {
    const connection = (reuse ? this.takeIdle(target) : undefined) ?? (await this.dial(target));
    try {
      const session = target.era === 'legacy' ? await this.sessions.get(target, connection) : null;
      return {
        callTool: (call) => this.callTool(target, connection, session, call),
        release: () => this.keep(target, connection),
      };
    } catch (error) {
      connection.close();
      throw toNotConnected(error);
    }
  }

  close(): void {
    for (const connections of this.idle.values()) for (const connection of connections) connection.close();
    this.idle.clear();
  }

  private async callTool(
    target: UpstreamTarget,
    connection: GuardedConnection,
    session: McpSession | null,
    call: ToolCallRequest,
  ): Promise<UpstreamOutcome> {
    try {
      const request = toolCallRequest(target, session, call);
      const { status, answer, isClean } = await exchange(connection, request, target.timeoutMs);
      void isClean.then((clean) => (clean ? this.keep(target, connection) : connection.close()));
      const outcome = judge(status, answer, session?.id != null);
      if (outcome.kind === 'session_lost' && session !== null) await this.sessions.forget(target, session);
      return outcome;
    } catch (error) {
      connection.close();
      if (!(error instanceof ExchangeError)) throw error;
      return { kind: error.mayHaveBeenSent ? 'unknown' : 'not_sent', reason: error.message };
    }
  }

  private async dial(target: UpstreamTarget): Promise<GuardedConnection> {
    try {
      return await GuardedConnection.open(this.egress, target.url);
    } catch (error) {
      throw toNotConnected(error);
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

function judge(
  status: number,
  answer: Parameters<typeof toOutcome>[0] | undefined,
  hadSession: boolean,
): UpstreamOutcome {
  if (status < 200 || status >= 300) return toHttpOutcome(status, answer, hadSession);
  if (answer !== undefined) return toOutcome(answer);
  return { kind: 'unknown', reason: `the server answered HTTP ${status} without a result` };
}

function toNotConnected(error: unknown): unknown {
  const isExpected =
    error instanceof EgressRefusedError ||
    error instanceof EgressConnectError ||
    error instanceof ExchangeError ||
    error instanceof SessionRefusedError;
  return isExpected ? new NotConnectedError(error.message, { cause: error }) : error;
}
