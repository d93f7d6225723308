import { Readable } from 'node:stream';
import { DomainError, listRunEvents, type RunDelta, type RunEventPage } from '@countersign/contracts';
import type { RequestClient } from '@countersign/messaging';
import { HEARTBEAT, RETRY, toEndText } from '../event-streams/event-stream-text.js';
import { CHECK_INTERVAL_MS } from '../event-streams/stream-access.client.js';
import { toDeltaText, toEventText } from './event-stream-text.js';

/** Proxies cut what is silent for a minute. */
const CHECKS_PER_HEARTBEAT = 3;
/** The safety net for hints that were lost. */
const CHECKS_PER_LOOK = 2;
/** A reader that takes nothing for this long is cut, and comes back to where it was. */
const SLOW_CHECKS_MAX = 4;
/** As much waits for a reader before the next page is fetched: about one page. */
const BUFFER_BYTES_MAX = 256 * 1_024;
/** Text on its way is dropped for a reader that is behind: the record has it soon. */
const DELTA_BUFFER_BYTES_MAX = 32 * 1_024;
/** So that connections spread over the replicas again after a deployment. */
const STREAM_CHECKS_MAX = 720;

export interface RunPlace {
  readonly workspaceId: string;
  readonly runId: string;
  /** Only events with a greater sequence number. */
  readonly after: number;
}

export interface RunStreamOptions extends RunPlace {
  /** Rejects when whoever opened the stream may not read the run any more. */
  readonly assertAllowed: () => Promise<void>;
  /** Ends the connection without waiting for its reader. */
  readonly cut: () => void;
  readonly checkIntervalMs?: number;
}

/** One reader of one run: the recorded events in order, then those that come, and text on its way between them. */
export class RunStream {
  readonly output = new Readable({ read: () => this.lookOn() });
  private readonly timer: NodeJS.Timeout;
  private position: number;
  private isLooking = false;
  private hasMore = true;
  private checks = 0;
  private slowChecks = 0;

  constructor(
    private readonly requests: RequestClient,
    private readonly options: RunStreamOptions,
  ) {
    this.position = options.after;
    this.timer = setInterval(() => void this.check(), options.checkIntervalMs ?? CHECK_INTERVAL_MS).unref();
    this.output.once('close', () => clearInterval(this.timer));
    this.write(RETRY);
  }

  get workspaceId(): string {
    return this.options.workspaceId;
  }

  get runId(): string {
    return this.options.runId;
  }

  /** Reads what there is at first. @throws RunNotFoundError: nothing has been answered yet */
  async begin(): Promise<void> {
    try {
      this.take(await this.fetch());
    } catch (error) {
      this.output.destroy();
      throw error;
    }
  }

  /** The log has this length now. */
  grow(workspaceId: string, version: number): void {
    if (workspaceId !== this.options.workspaceId || version <= this.position) return;
    this.hasMore = true;
    this.lookOn();
  }

  tell(delta: RunDelta): void {
    if (delta.workspaceId !== this.options.workspaceId || this.output.readableLength > DELTA_BUFFER_BYTES_MAX) return;
    this.write(toDeltaText(delta));
  }

  /** In order: the reader gets what was written before. */
  end(code?: string): void {
    if (code !== undefined) this.write(toEndText(code));
    clearInterval(this.timer);
    if (!this.output.destroyed) this.output.push(null);
    this.hasMore = false;
    this.checks = STREAM_CHECKS_MAX;
  }

  /** Whether they may read it may have become another; never rejects. False: it has ended. */
  async askAgain(): Promise<boolean> {
    try {
      await this.options.assertAllowed();
      return true;
    } catch (error) {
      // Who cannot be checked is not served either; the reader comes back, and is told why not.
      this.end(error instanceof DomainError ? error.code : undefined);
      return false;
    }
  }

  private lookOn(): void {
    if (this.isLooking || !this.hasMore || this.output.readableLength > BUFFER_BYTES_MAX) return;
    this.isLooking = true;
    // A failure leaves the stream where it was; the next hint or look goes on from there.
    this.fetch()
      .then((page) => this.take(page))
      .catch(() => (this.hasMore = false))
      .finally(() => {
        this.isLooking = false;
        this.lookOn();
      });
  }

  private fetch(): Promise<RunEventPage> {
    const { workspaceId, runId } = this.options;
    this.hasMore = false;
    return this.requests.ask(listRunEvents, { workspaceId, runId, after: this.position });
  }

  private take({ items, nextCursor }: RunEventPage): void {
    for (const event of items) {
      this.position = event.sequence;
      this.write(toEventText(event));
    }
    if (nextCursor !== null) this.hasMore = true;
  }

  private write(text: string): void {
    if (this.checks < STREAM_CHECKS_MAX && !this.output.destroyed) this.output.push(text);
  }

  private async check(): Promise<void> {
    this.checks += 1;
    this.slowChecks = this.output.readableLength > BUFFER_BYTES_MAX ? this.slowChecks + 1 : 0;
    if (this.slowChecks >= SLOW_CHECKS_MAX) return this.options.cut();
    if (this.checks >= STREAM_CHECKS_MAX) return this.end();
    if (!(await this.askAgain())) return;
    if (this.checks % CHECKS_PER_HEARTBEAT === 0) this.write(HEARTBEAT);
    if (this.checks % CHECKS_PER_LOOK !== 0) return;
    this.hasMore = true;
    this.lookOn();
  }
}
