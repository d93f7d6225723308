/** Every bound of the watching, with its reason; its times are in watch-times.ts. */

/** A replica's looks at once: one may hold 64 MiB of a listing. */
export const CHECKS_MAX = 8;

/** Of one workspace, on one replica: its hanging servers must leave the others room. */
export const CHECKS_PER_WORKSPACE_MAX = 2;

export interface StreamBounds {
  /** Of one replica. */
  readonly all: number;
  readonly perOrigin: number;
}

/**
 * Each costs less than 150 KB here (docs/performance-services.md) and a connection there; servers beyond are polled. To one origin half
 * of the connections that one may have: the other half is for opening them.
 */
export const STREAM_BOUNDS: StreamBounds = { all: 1_000, perOrigin: 64 };

/** Opened in one sweep: a restart must not look like an attack. */
export const STREAMS_PER_SWEEP_MAX = 20;

/** Of one request while a stream is opened; a discovery of the same server is given as long. */
export const OPENING_MS_MAX = 30_000;

/** An answer to `initialize` has a few KiB; instructions may be long. */
export const ANSWER_BYTES_MAX = 1_024 * 1_024;

/** A line, and the data of one event: an announcement has a hundred characters. */
export const EVENT_LENGTH_MAX = 64 * 1_024;

/** Keep-alives and announcements are a few hundred bytes a minute; what is far above is no longer listening to changes. */
export const STREAM_BYTES_MAX = 256 * 1_024;
export const STREAM_WINDOW_MS = 60_000;

/** Ending a session is a courtesy: it must not hold up a shutdown. */
export const FAREWELL_MS_MAX = 1_000;

/** Checks that run when the process is told to stop are given this; the others get their work at once. */
export const STOPPING_MS_MAX = 4_000;
