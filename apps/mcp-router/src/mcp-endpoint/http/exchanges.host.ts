import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { KEEP_ALIVE_LOOK_MS, STREAM_SILENCE_MS_MAX, UNREAD_MS_MAX } from '../../limits.js';
import { Exchange } from './exchange.server.js';
import { HeldBytes } from './held-bytes.js';

/** The requests that this process is answering. One timer looks after all of them, so that a quick one costs none. */
@Injectable()
export class Exchanges implements OnModuleDestroy {
  private readonly open = new Set<Exchange>();
  private readonly timer = setInterval(() => this.keepAlive(), KEEP_ALIVE_LOOK_MS).unref();
  private isStopping = false;

  constructor(private readonly held: HeldBytes) {}

  begin(response: ServerResponse, accept: string | undefined, holder: string): Exchange {
    const takesEvents = accept?.includes('text/event-stream') ?? false;
    const exchange = new Exchange(response, takesEvents, this.held.enter(holder));
    this.open.add(exchange);
    exchange.onClose(() => this.open.delete(exchange));
    if (this.isStopping) exchange.stop();
    return exchange;
  }

  /** Held requests are answered with their ticket; the calls that they wait for go on without them. */
  onModuleDestroy(): void {
    this.isStopping = true;
    clearInterval(this.timer);
    for (const exchange of this.open) exchange.stop();
  }

  private keepAlive(): void {
    for (const exchange of this.open) {
      exchange.keepAlive(STREAM_SILENCE_MS_MAX);
      exchange.endUnread(UNREAD_MS_MAX);
    }
  }
}
