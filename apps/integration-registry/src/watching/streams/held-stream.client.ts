import type { Egress } from '@countersign/egress';
import { announcedDelayMs } from '../announced-delay.js';
import { jittered } from '../jitter.js';
import type { WatchTimes } from '../watch-times.js';
import type { StreamTarget } from './listener-exchange.client.js';
import type { StreamEndedError } from './stream.errors.js';
import { listenToServer } from './tool-list-stream.client.js';

export interface StreamListener {
  readonly onOpen: () => void;
  /** A change was announced, a moment ago. */
  readonly onAnnounced: () => void;
}

/** One stream from its opening to its end. However often a server announces changes, it causes few looks. */
export class HeldStream {
  private readonly closing = new AbortController();
  private openedMs: number | null = null;
  private lastLookMs: number | null = null;
  private look: NodeJS.Timeout | undefined;

  constructor(
    private readonly listener: StreamListener,
    private readonly times: WatchTimes,
  ) {}

  /** How long it has been open. */
  get livedMs(): number {
    return this.openedMs === null ? 0 : performance.now() - this.openedMs;
  }

  get isClosing(): boolean {
    return this.closing.signal.aborted;
  }

  /** Why it ended; null when `close` did it. */
  async listen(egress: Egress, target: StreamTarget): Promise<StreamEndedError | null> {
    const { streamIdleMs: idleMs, streamLifetimeMs } = this.times;
    const terms = { idleMs, lifetimeMs: jittered(streamLifetimeMs, Math.random()), signal: this.closing.signal };
    const handlers = { onOpen: () => this.open(), onChanged: () => this.announce() };
    try {
      return await listenToServer(egress, target, handlers, terms);
    } catch (error) {
      if (this.isClosing) return null;
      throw error;
    } finally {
      clearTimeout(this.look);
    }
  }

  close(): void {
    this.closing.abort();
  }

  private open(): void {
    // A server may acknowledge as often as it likes.
    if (this.openedMs !== null) return;
    this.openedMs = performance.now();
    this.listener.onOpen();
  }

  private announce(): void {
    if (this.look !== undefined || this.isClosing) return;
    const delayMs = announcedDelayMs(this.lastLookMs, performance.now(), this.times);
    this.look = setTimeout(() => {
      this.look = undefined;
      this.lastLookMs = performance.now();
      this.listener.onAnnounced();
    }, delayMs);
  }
}
