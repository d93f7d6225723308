import { Readable } from 'node:stream';
import { DomainError, type Scope } from '@countersign/contracts';
import { RETRY, toEndText, toMessageText, toPlaceText } from '../event-streams/event-stream-text.js';
import { CHECK_INTERVAL_MS } from '../event-streams/stream-access.client.js';
import { FEED_SCOPES, type FeedPlace, toFeedId } from './feed-event.js';
import type { FeedRow } from './feed-event.repository.js';
import { toFeedEvent } from './feed-event.view.js';

/** Proxies cut what is silent for a minute. */
const CHECKS_PER_HEARTBEAT = 3;
/** Twice what the longest absence is told in; who takes less than that is cut, and comes back to where it was. */
export const BUFFER_BYTES_MAX = 256 * 1_024;
/** Who takes nothing at all for this long is cut, however little waits. */
const IDLE_CHECKS_MAX = 6;
/** So that connections spread over the replicas again after a deployment: an hour. */
const STREAM_CHECKS_MAX = 720;

export interface FeedStreamOptions {
  /** Rejects when whoever opened the stream may not read any of it any more. */
  readonly readScopes: () => Promise<ReadonlySet<Scope>>;
  /** Ends the connection without waiting for its reader. */
  readonly cut: () => void;
  readonly checkIntervalMs?: number;
}

/** One reader of a workspace's feed: what has happened since it was here last, then what happens, as far as it may know. */
export class FeedStream {
  readonly output = new Readable({ read: () => undefined });
  private readonly timer: NodeJS.Timeout;
  private place: FeedPlace | undefined;
  private checks = 0;
  private asked = 0;
  private idleChecks = 0;

  constructor(
    private scopes: ReadonlySet<Scope>,
    private readonly options: FeedStreamOptions,
  ) {
    this.timer = setInterval(() => void this.check(), options.checkIntervalMs ?? CHECK_INTERVAL_MS).unref();
    this.output.once('close', () => clearInterval(this.timer));
    this.write(RETRY);
  }

  /** From here on it is told everything. Not a message: nothing has happened. */
  begin(place: FeedPlace): void {
    this.place = place;
    this.write(toMessageText({ event: 'ready', id: toFeedId(place), data: {} }));
  }

  /** What it was told last is too old or unknown: it has to read everything anew. */
  resync(place: FeedPlace): void {
    this.place = place;
    this.write(toMessageText({ id: toFeedId(place), data: { kind: 'resync' } }));
  }

  tell(rows: readonly FeedRow[], place: FeedPlace): void {
    const visible = rows.filter(({ kind }) => this.scopes.has(FEED_SCOPES[kind]));
    this.place = place;
    this.write(
      visible
        .map((row) => {
          return toMessageText({ id: toFeedId({ ...place, sequence: row.sequence }), data: toFeedEvent(row) });
        })
        .join(''),
    );
  }

  /** Calls come and go too fast to be told one by one, or later: no id. */
  tellOfCalls(): void {
    if (!this.scopes.has(FEED_SCOPES['calls.changed'])) return;
    this.write(toMessageText({ data: { kind: 'calls.changed', at: new Date().toISOString() } }));
  }

  /** In order: the reader gets what was written before. */
  end(code?: string): void {
    if (code !== undefined) this.write(toEndText(code));
    clearInterval(this.timer);
    if (!this.output.destroyed && !this.output.readableEnded) this.output.push(null);
    this.checks = STREAM_CHECKS_MAX;
  }

  /** What they may read may have become another; never rejects. False: it has ended. */
  async askAgain(): Promise<boolean> {
    this.asked += 1;
    const turn = this.asked;
    try {
      const scopes = await this.options.readScopes();
      // Answers can overtake each other; the one that was asked for last is the newest.
      if (turn === this.asked) this.scopes = scopes;
      return true;
    } catch (error) {
      // Who cannot be checked is not served either; the reader comes back, and is told why not.
      this.end(error instanceof DomainError ? error.code : undefined);
      return false;
    }
  }

  private write(text: string): void {
    if (text === '' || this.checks >= STREAM_CHECKS_MAX || this.output.destroyed) return;
    this.output.push(text);
    if (this.output.readableLength > BUFFER_BYTES_MAX) this.cut();
  }

  private cut(): void {
    this.output.destroy();
    this.options.cut();
  }

  private async check(): Promise<void> {
    this.checks += 1;
    this.idleChecks = this.output.readableLength > 0 ? this.idleChecks + 1 : 0;
    if (this.idleChecks >= IDLE_CHECKS_MAX) return this.cut();
    if (this.checks >= STREAM_CHECKS_MAX) return this.end();
    if (!(await this.askAgain())) return;
    if (this.checks % CHECKS_PER_HEARTBEAT === 0 && this.place) this.write(toPlaceText(toFeedId(this.place)));
  }
}
