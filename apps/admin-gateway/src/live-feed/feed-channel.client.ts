import type { FeedPlace } from './feed-event.js';
import { FEED_EVENTS_KEPT } from './feed-event.repository.js';
import type { FeedReader } from './feed-reader.client.js';
import type { FeedStream } from './feed-stream.client.js';

/** The safety net for hints that were lost. */
export const LOOK_INTERVAL_MS = 5_000;
/** Of thousands of calls a second a list needs to be told once. */
export const CALLS_INTERVAL_MS = 1_000;

/**
 * One workspace's feed on this replica: new events are read once, however many listen. Joining and reading take turns, so that
 * a reader is either told of an event when it joins or with everybody else.
 */
export class FeedChannel {
  private readonly streams = new Set<FeedStream>();
  private readonly timer: NodeJS.Timeout;
  private callsTimer: NodeJS.Timeout | undefined;
  private place: FeedPlace | undefined;
  private turns: Promise<void> = Promise.resolve();
  private isLookDue = false;
  private haveCallsChanged = false;

  constructor(
    private readonly workspaceId: string,
    private readonly reader: FeedReader,
  ) {
    this.timer = setInterval(() => this.look(), LOOK_INTERVAL_MS).unref();
  }

  /** @param lastId what the client saw last; undefined: it begins here and now */
  async join(stream: FeedStream, lastId: string | undefined): Promise<void> {
    return this.takeTurn(async () => {
      const place = await this.advance();
      // From what it saw last to the end, which may be further on than what the others have been told.
      const missed = lastId === undefined ? null : await this.reader.sinceId(this.workspaceId, lastId);
      if (stream.output.destroyed) return;
      if (missed === null) stream.begin(place);
      else if (missed.isBroken) stream.resync(place);
      else
        stream.tell(
          missed.rows.filter(({ sequence }) => sequence <= place.sequence),
          place,
        );
      this.streams.add(stream);
    });
  }

  leave(stream: FeedStream): void {
    this.streams.delete(stream);
  }

  /** Something may have been written. */
  look(): void {
    if (this.isLookDue) return;
    this.isLookDue = true;
    // A failure leaves the channel where it was; the next hint or look goes on from there.
    this.takeTurn(async () => {
      this.isLookDue = false;
      await this.advance();
    }).catch(() => undefined);
  }

  /** At once, and then once for all that come within a second. */
  tellOfCalls(): void {
    this.haveCallsChanged = true;
    this.callsTimer ??= this.tellOfCallsNow();
  }

  close(): void {
    clearInterval(this.timer);
    clearTimeout(this.callsTimer);
  }

  private tellOfCallsNow(): NodeJS.Timeout | undefined {
    if (!this.haveCallsChanged) return undefined;
    this.haveCallsChanged = false;
    for (const stream of this.streams) stream.tellOfCalls();
    return setTimeout(() => (this.callsTimer = this.tellOfCallsNow()), CALLS_INTERVAL_MS).unref();
  }

  /** Tells everybody what is new, and returns where that ends. */
  private async advance(): Promise<FeedPlace> {
    if (this.place === undefined) return (this.place = await this.reader.end(this.workspaceId));
    const { place, rows, isBroken } = await this.reader.since(this.workspaceId, this.place);
    this.place = place;
    for (const stream of this.streams) {
      if (isBroken) stream.resync(place);
      else if (rows.length > 0) stream.tell(rows, place);
    }
    return rows.length < FEED_EVENTS_KEPT ? place : this.advance();
  }

  private takeTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.turns.then(work);
    this.turns = turn.catch(() => undefined);
    return turn;
  }
}
