import type { OnModuleDestroy } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import type { Caller } from '../../callers/caller.js';
import type { Copies } from '../../copies/copies.js';
import { KEEP_ALIVE_LOOK_MS, MCP_REQUESTS_SHARE_MAX, STREAM_SILENCE_MS_MAX, UNREAD_MS_MAX } from '../../limits.js';
import { Exchange } from './exchange.server.js';
import type { HeldBytes } from './held-bytes.js';
import { holderOf } from '../sessions/legacy-session.js';

export interface ExchangesOptions {
  /** What a 401 says of a token that was good until now. */
  readonly challenge: string;
  /** Of the endpoint. */
  readonly connectionsMax: number;
}

/**
 * The requests that this process is answering. One timer looks after all of them, so that a quick one costs none, and whoever
 * waits with a token that is revoked is told so at once.
 */
export class Exchanges implements OnModuleDestroy {
  private readonly open = new Map<Exchange, Caller>();
  private readonly countByHolder = new Map<string, number>();
  private readonly perHolderMax: number;
  private readonly unlisten: () => void;
  private readonly timer = setInterval(() => this.keepAlive(), KEEP_ALIVE_LOOK_MS).unref();
  private isStopping = false;

  constructor(
    private readonly held: HeldBytes,
    private readonly copies: Copies,
    private readonly options: ExchangesOptions,
  ) {
    this.perHolderMax = Math.ceil(options.connectionsMax * MCP_REQUESTS_SHARE_MAX);
    this.unlisten = copies.changes.listen((workspaceId) => this.endRevoked(workspaceId));
  }

  /** Whether one more of this principal leaves enough connections to the others. */
  hasRoom(caller: Caller): boolean {
    return (this.countByHolder.get(holderOf(caller)) ?? 0) < this.perHolderMax;
  }

  begin(response: ServerResponse, accept: string | undefined, caller: Caller): Exchange {
    const takesEvents = accept?.includes('text/event-stream') ?? false;
    const holder = holderOf(caller);
    const exchange = new Exchange(response, takesEvents, this.held.enter(holder));
    this.open.set(exchange, caller);
    this.count(holder, 1);
    exchange.onClose(() => {
      if (this.open.delete(exchange)) this.count(holder, -1);
    });
    if (this.isStopping) exchange.stop();
    return exchange;
  }

  /** Held requests are answered with their ticket; the calls that they wait for go on without them. */
  onModuleDestroy(): void {
    this.isStopping = true;
    this.unlisten();
    clearInterval(this.timer);
    for (const exchange of this.open.keys()) exchange.stop();
  }

  private count(holder: string, change: 1 | -1): void {
    const count = (this.countByHolder.get(holder) ?? 0) + change;
    if (count > 0) this.countByHolder.set(holder, count);
    else this.countByHolder.delete(holder);
  }

  private endRevoked(changedId: string): void {
    for (const [exchange, { workspaceId, tokenId, principal }] of this.open) {
      if (workspaceId !== changedId) continue;
      const { identity } = this.copies;
      const isOver = identity.isRevoked(workspaceId, tokenId) || identity.isRemoved(workspaceId, principal.ownerId);
      if (isOver) exchange.revoke(this.options.challenge);
    }
  }

  private keepAlive(): void {
    for (const exchange of this.open.keys()) {
      exchange.keepAlive(STREAM_SILENCE_MS_MAX);
      exchange.endUnread(UNREAD_MS_MAX);
    }
  }
}
