const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** How often servers are looked at; all of it can be made shorter where a test must not wait. */
export interface WatchTimes {
  /** Between two looks at a server that says nothing about it. */
  readonly pollMs: number;
  /** Between two looks at a server that announces its changes. */
  readonly safetyPollMs: number;
  /** The bounds of what a server may ask for by the `ttlMs` of its listing. */
  readonly ttlMinMs: number;
  readonly ttlMaxMs: number;
  /** The longest pause before a server that fails is asked again. */
  readonly backoffMaxMs: number;
  /** Between two searches for work. */
  readonly sweepMs: number;
  /** How long a replica that is no more heard of keeps its watches. */
  readonly leaseMs: number;
  /** From the announcement of a change to the look at it. */
  readonly announcedMs: number;
  /** Between two looks that the announcements of one server can cause. */
  readonly announcedGapMs: number;
  /** Before a stream that broke is opened again, the first time and at most. */
  readonly streamRetryMs: number;
  readonly streamRetryMaxMs: number;
  /** Before a server that does not let us listen, or that abused it, is tried again. */
  readonly streamRefusedMs: number;
  /** A stream that lived as long has proved itself: its end counts as the first one. */
  readonly streamProvedMs: number;
  /** Without a byte for as long, the other side may be gone without our knowing. */
  readonly streamIdleMs: number;
  /** After this a stream is opened anew. */
  readonly streamLifetimeMs: number;
}

/** What an operator can set, with its bounds. */
export const WATCH_SECONDS = {
  // Half a minute of delay does not matter (who calls a tool looks anyway); 500 servers at 300 s make 1.7 looks a second.
  // Development may want to see changes soon, but no server should be asked more often than that for nothing.
  poll: { default: 300, min: 5, max: 3_600 },
  // Several sweeps may be late, by a slow database or a pause of the process, before others take over.
  lease: { default: 30, min: 2, max: 300 },
} as const;

export const DEFAULT_WATCH_TIMES: WatchTimes = {
  pollMs: WATCH_SECONDS.poll.default * SECOND_MS,
  // An announcement can be lost on its way; half an hour is six times less than polling would cost.
  safetyPollMs: 30 * MINUTE_MS,
  // A server may not make us its load test, nor hide its changes for a day.
  ttlMinMs: 30 * SECOND_MS,
  ttlMaxMs: 60 * MINUTE_MS,
  backoffMaxMs: 30 * MINUTE_MS,
  sweepMs: SECOND_MS,
  leaseMs: WATCH_SECONDS.lease.default * SECOND_MS,
  // Servers announce each of a row of changes: one look sees them all.
  announcedMs: SECOND_MS,
  announcedGapMs: 10 * SECOND_MS,
  streamRetryMs: 5 * SECOND_MS,
  streamRetryMaxMs: 30 * MINUTE_MS,
  streamRefusedMs: 60 * MINUTE_MS,
  // One that is cut more often costs more than polling: each opening is three requests and a look.
  streamProvedMs: 10 * MINUTE_MS,
  // Many servers send nothing at all between changes. Until then the safety poll has come round.
  streamIdleMs: 30 * MINUTE_MS,
  // Credentials are read at the opening, and balancers want to move connections.
  streamLifetimeMs: 120 * MINUTE_MS,
};

export function toWatchTimes(seconds: { readonly pollSeconds: number; readonly leaseSeconds: number }): WatchTimes {
  const { pollSeconds, leaseSeconds } = seconds;
  return { ...DEFAULT_WATCH_TIMES, pollMs: pollSeconds * SECOND_MS, leaseMs: leaseSeconds * SECOND_MS };
}

/** Injects the times that the service was configured with. */
export const WATCH_TIMES = Symbol('watch times');
