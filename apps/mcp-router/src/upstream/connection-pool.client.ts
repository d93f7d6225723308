import type { Egress } from '@countersign/egress';
import { IDLE_CONNECTIONS_MAX, SERVERS_REMEMBERED_MAX, SESSION_TIMEOUT_MS } from '../limits.js';
import { GuardedConnection } from './guarded-connection.client.js';
import type { EnterAnswer, HeldAnswers } from './held-answers.js';
import { exchange } from './mcp-exchange.client.js';
import type { McpHttpRequest } from './mcp-request.js';
import { targetKey, type UpstreamTarget } from './upstream-outcome.js';

/** Connections that have served a request and may serve another, by the server that they lead to. */
export class ConnectionPool {
  private readonly idle = new Map<string, GuardedConnection[]>();

  constructor(
    private readonly egress: Egress,
    private readonly answers: HeldAnswers,
  ) {}

  /** For what a server answers, while it is read. */
  roomFor(target: UpstreamTarget): EnterAnswer {
    return this.answers.of(target);
  }

  /** @throws EgressRefusedError, EgressConnectError: nothing was sent */
  async open(target: UpstreamTarget, { reuse }: { readonly reuse: boolean }): Promise<GuardedConnection> {
    return (reuse ? this.takeIdle(target) : undefined) ?? (await GuardedConnection.open(this.egress, target.url));
  }

  /** Beside a request that is under way: an answer to the server, or a word to it. Whether it arrives changes nothing here. */
  async post(target: UpstreamTarget, request: McpHttpRequest): Promise<void> {
    let connection: GuardedConnection | undefined;
    try {
      connection = await this.open(target, { reuse: false });
      const { isClean } = await exchange(connection, request, {
        timeoutMs: SESSION_TIMEOUT_MS,
        enter: this.roomFor(target),
      });
      if (await isClean) this.keep(target, connection);
      else connection.close();
    } catch {
      // The request that it belongs to has an outcome of its own.
      connection?.close();
    }
  }

  keep(target: UpstreamTarget, connection: GuardedConnection): void {
    const key = targetKey(target);
    const connections = (this.idle.get(key) ?? []).filter((other) => other.isReusable());
    connection.markIdle();
    if (connections.length < IDLE_CONNECTIONS_MAX && connection.isReusable()) connections.push(connection);
    else connection.close();
    // The server that was used last is last.
    this.idle.delete(key);
    this.idle.set(key, connections);
    if (this.idle.size > SERVERS_REMEMBERED_MAX) this.forgetOldest();
  }

  close(): void {
    for (const connections of this.idle.values()) for (const connection of connections) connection.close();
    this.idle.clear();
  }

  private forgetOldest(): void {
    for (const [key, connections] of this.idle) {
      for (const connection of connections) connection.close();
      this.idle.delete(key);
      return;
    }
  }

  private takeIdle(target: UpstreamTarget): GuardedConnection | undefined {
    const key = targetKey(target);
    const connections = this.idle.get(key) ?? [];
    for (let connection = connections.pop(); connection !== undefined; connection = connections.pop()) {
      if (connection.isReusable()) return connection;
      connection.close();
    }
    this.idle.delete(key);
    return undefined;
  }
}
