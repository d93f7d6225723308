import { Injectable } from '@nestjs/common';
import type { Caller } from '../../callers/caller.js';
import type { Exchange } from '../http/exchange.server.js';
import { ChangeStreams } from './change-streams.host.js';

/**
 * The GET streams of legacy sessions. A session has one: a client that opens another has lost the first, even where nobody
 * has noticed yet, so the newer one takes its place.
 */
@Injectable()
export class SessionStreams {
  private readonly closeBySession = new Map<string, () => void>();

  constructor(private readonly changes: ChangeStreams) {}

  /** @returns false where there are too many streams already; nothing has been answered then */
  open(caller: Caller, sessionId: string, exchange: Exchange): boolean {
    this.close(sessionId);
    const stop = this.changes.open(caller, {
      changed: (list) => exchange.notify(`notifications/${list}/list_changed`),
      close: () => exchange.end(200),
    });
    if (stop === undefined) return false;
    exchange.listens();
    const close = (): void => exchange.end(200);
    this.closeBySession.set(sessionId, close);
    exchange.onClose(() => {
      stop();
      if (this.closeBySession.get(sessionId) === close) this.closeBySession.delete(sessionId);
    });
    exchange.beginStream({ 'mcp-session-id': sessionId });
    return true;
  }

  close(sessionId: string): void {
    this.closeBySession.get(sessionId)?.();
  }
}
