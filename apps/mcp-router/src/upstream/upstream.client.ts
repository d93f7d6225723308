import { EgressConnectError, EgressRefusedError, type Egress } from '@countersign/egress';
import { capabilitiesForSession, type CallSink } from './call-sink.js';
import { ConnectionPool } from './connection-pool.client.js';
import { HeldAnswers } from './held-answers.js';
import { HttpUpstream } from './http-upstream.client.js';
import { exchange, ExchangeError } from './mcp-exchange.client.js';
import { McpSessions, type Ask } from './mcp-sessions.client.js';
import { HeldTotal } from '../held-total.js';
import { UpstreamHealth } from '../upstream-health/upstream-health.host.js';
import type { OpenOptions, OpenUpstream } from './open-upstream.js';
import { SseUpstream } from './sse-upstream.client.js';
import { NotConnectedError } from './upstream.errors.js';
import type { UpstreamTarget } from './upstream-outcome.js';

/** The router's own lean MCP client: no SDK per call, one guarded connection per request, sessions and connections kept. */
export class UpstreamClient {
  private readonly sessions = new McpSessions();
  private readonly pool: ConnectionPool;

  constructor(
    private readonly egress: Egress,
    private readonly health = new UpstreamHealth(),
    answers = new HeldAnswers(new HeldTotal()),
  ) {
    this.pool = new ConnectionPool(egress, answers);
  }

  /**
   * `reuse`: a connection that served a call before will do. An approved call gets one of its own, so that a server which
   * closes an idle connection cannot leave its outcome unknown.
   *
   * @throws NotConnectedError, CircuitOpenError; CredentialsRefusedError where newer credentials may help
   */
  async open(target: UpstreamTarget, options: OpenOptions): Promise<OpenUpstream> {
    return this.health.open(target, () => this.dial(target, options));
  }

  close(): void {
    this.pool.close();
  }

  private async dial(target: UpstreamTarget, { reuse, sink }: OpenOptions): Promise<OpenUpstream> {
    try {
      return target.transport === 'sse'
        ? await SseUpstream.open({ egress: this.egress, pool: this.pool }, target, sink)
        : await this.openHttp(target, reuse, sink);
    } catch (error) {
      throw toNotConnected(error);
    }
  }

  private async openHttp(target: UpstreamTarget, reuse: boolean, sink: CallSink | undefined): Promise<OpenUpstream> {
    const { pool, sessions } = this;
    const connection = await pool.open(target, { reuse });
    const ask: Ask = (request, timeoutMs) => exchange(connection, request, { timeoutMs, enter: pool.roomFor(target) });
    try {
      const session = target.era === 'legacy' ? await sessions.get(target, ask, capabilitiesForSession(sink)) : null;
      return new HttpUpstream({ target, pool, sessions, connection, session, sink });
    } catch (error) {
      connection.close();
      throw error;
    }
  }
}

function toNotConnected(error: unknown): unknown {
  const isExpected =
    error instanceof EgressRefusedError || error instanceof EgressConnectError || error instanceof ExchangeError;
  return isExpected ? new NotConnectedError(error.message, { cause: error }) : error;
}
