import { setTimeout as wait } from 'node:timers/promises';
import { ConnectionLostError, DiscoveryError } from './discovery.errors.js';
import {
  ANSWER_DEPTH_MAX,
  DISCOVERY_BYTES_MAX,
  DISCOVERY_MS_MAX,
  JSON_MEMBERS_MAX,
  OTHER_LINES_MAX,
  REPLIES_MAX,
  RETRIES_MAX,
  RETRY_DELAY_MS,
} from './discovery-limits.js';
import { retryDelayMs } from './retry-delay.js';

export interface DiscoveryPace {
  /** Before the first retry. */
  readonly retryDelayMs: number;
  /** Of the whole discovery. */
  readonly deadlineMs: number;
}

export const DISCOVERY_PACE: DiscoveryPace = { retryDelayMs: RETRY_DELAY_MS, deadlineMs: DISCOVERY_MS_MAX };

/** What all connections of one discovery may use together. */
export class DiscoveryBudget {
  private readonly expiry = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly endsAt: number;
  private membersLeft = JSON_MEMBERS_MAX;
  private otherLinesLeft = OTHER_LINES_MAX;
  private repliesLeft = REPLIES_MAX;
  private retries = 0;
  bytesLeft = DISCOVERY_BYTES_MAX;

  constructor(private readonly pace: DiscoveryPace) {
    this.endsAt = performance.now() + pace.deadlineMs;
    this.timer = setTimeout(() => this.expiry.abort(outOfTime(pace)), pace.deadlineMs);
  }

  /** Aborts, with the error to tell, when the time is up. */
  get expired(): AbortSignal {
    return this.expiry.signal;
  }

  get msLeft(): number {
    return Math.max(1, Math.ceil(this.endsAt - performance.now()));
  }

  /** @throws DiscoveryError */
  useBytes(count: number): void {
    this.bytesLeft -= count;
    if (this.bytesLeft < 0) throw tooLarge(`more than ${DISCOVERY_BYTES_MAX} bytes`);
  }

  /** @throws DiscoveryError */
  useJson(members: number, deepest: number): void {
    this.membersLeft -= members;
    if (this.membersLeft < 0) throw tooLarge(`more than ${JSON_MEMBERS_MAX} members of lists and objects`);
    if (deepest > ANSWER_DEPTH_MAX) throw tooLarge(`an answer that nests more than ${ANSWER_DEPTH_MAX} levels deep`);
  }

  /** @throws DiscoveryError */
  useOtherLine(): void {
    this.otherLinesLeft -= 1;
    if (this.otherLinesLeft < 0) throw tooLarge(`more than ${OTHER_LINES_MAX} lines of event streams without data`);
  }

  /** @throws DiscoveryError */
  useReply(): void {
    this.repliesLeft -= 1;
    if (this.repliesLeft < 0) throw tooLarge(`more than ${REPLIES_MAX} requests of its own`);
  }

  /** How long to wait before trying again; null when that is not done any more. */
  takeRetry(retryAfter: string | null): number | null {
    if (this.retries >= RETRIES_MAX) return null;
    const { retries: attempt } = this;
    const firstDelayMs = this.pace.retryDelayMs;
    const delayMs = retryDelayMs({ attempt, firstDelayMs, retryAfter, nowMs: Date.now(), random: Math.random() });
    if (delayMs === null || delayMs >= this.msLeft) return null;
    this.retries += 1;
    return delayMs;
  }

  /** Waits, and whether it is worth trying again. */
  async waitAfter(error: unknown): Promise<boolean> {
    const delayMs = error instanceof ConnectionLostError ? this.takeRetry(null) : null;
    if (delayMs !== null) await wait(delayMs);
    return delayMs !== null;
  }

  end(): void {
    clearTimeout(this.timer);
  }
}

function outOfTime({ deadlineMs }: DiscoveryPace): DiscoveryError {
  return new DiscoveryError('discovery.timed_out', `it took more than ${deadlineMs / 1_000} s`);
}

function tooLarge(detail: string): DiscoveryError {
  return new DiscoveryError('discovery.too_large', detail);
}
