import { addDelta, type Delta, type Draft } from './draft.js';
import { foldTranscript, type LoggedEvent } from './fold-transcript.js';
import { EMPTY_TRANSCRIPT, type Transcript } from './transcript.js';

/** What came of a run's stream so far. */
export interface RunFeedState {
  readonly transcript: Transcript;
  readonly draft: Draft | null;
  readonly connection: 'connecting' | 'live' | 'lost' | 'refused';
  /** Why the server will not tell any more, as a code; null while it does. */
  readonly endCode: string | null;
}

/** Events that come at once are shown at once: a log of a thousand is not drawn a thousand times. */
const GATHER_MS = 40;
/** EventSource comes back by itself from a lost connection, not from a refusal. */
const RETRY_MS = 5_000;

/** After which nothing of the turn that was being written comes any more. */
const ENDS_OF_DRAFTS = new Set(['turn_answered', 'model_failed', 'run_finished', 'run_failed', 'run_cancelled']);

const START: RunFeedState = { transcript: EMPTY_TRANSCRIPT, draft: null, connection: 'connecting', endCode: null };

/** Follows one run's stream for as long as somebody looks, and goes on where it was after a lost connection. */
export class RunFeed {
  private state = START;
  private waiting: LoggedEvent[] = [];
  private draft: Draft | null = null;
  private source: EventSource | undefined;
  private gathering: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  /** @param url of the run's events */
  constructor(private readonly url: string) {}

  readonly snapshot = (): RunFeedState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (!this.source) this.open();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.close();
    };
  };

  private open(): void {
    const { sequence } = this.state.transcript;
    this.source = new EventSource(sequence === 0 ? this.url : `${this.url}?after=${sequence}`);
    this.source.onopen = () => this.change({ connection: 'live' });
    this.source.onmessage = ({ data }: MessageEvent<string>) => this.take(JSON.parse(data) as LoggedEvent);
    this.source.addEventListener('delta', ({ data }: MessageEvent<string>) => {
      this.draft = addDelta(this.draft, JSON.parse(data) as Delta);
      this.gather();
    });
    this.source.addEventListener('end', ({ data }: MessageEvent<string>) => {
      this.close();
      this.change({ connection: 'refused', endCode: (JSON.parse(data) as { code: string }).code });
    });
    this.source.onerror = () => this.lose();
  }

  private take(event: LoggedEvent): void {
    this.waiting.push(event);
    // The record replaces what was told of it on its way.
    if (ENDS_OF_DRAFTS.has(event.type)) this.draft = null;
    this.gather();
  }

  private gather(): void {
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      const events = this.waiting.splice(0);
      this.change({ transcript: foldTranscript(this.state.transcript, events), draft: this.draft });
    }, GATHER_MS);
  }

  private lose(): void {
    this.change({ connection: 'lost' });
    if (this.source?.readyState !== EventSource.CLOSED) return;
    this.source = undefined;
    this.retry = setTimeout(() => this.open(), RETRY_MS);
  }

  private close(): void {
    clearTimeout(this.retry);
    this.source?.close();
    this.source = undefined;
  }

  private change(part: Partial<RunFeedState>): void {
    this.state = { ...this.state, ...part };
    for (const tell of this.listeners) tell();
  }
}
