import { RETRY_AFTER_MS_MAX } from './discovery-limits.js';

export interface Retry {
  /** 0 for the first one. */
  readonly attempt: number;
  readonly firstDelayMs: number;
  /** The server's wish as it was sent: seconds or an HTTP date (RFC 9110, 10.2.3). */
  readonly retryAfter: string | null;
  readonly nowMs: number;
  /** From 0 to 1. Half of the delay is up to it, so that those who failed together do not return together. */
  readonly random: number;
}

const MS_PER_SECOND = 1_000;

/** How long to wait before a request is sent again; null: longer than anybody waits. */
export function retryDelayMs({ attempt, firstDelayMs, retryAfter, nowMs, random }: Retry): number | null {
  const wanted = readRetryAfterMs(retryAfter, nowMs);
  if (wanted > RETRY_AFTER_MS_MAX) return null;
  const backOff = firstDelayMs * 2 ** attempt * (1 + random) * 0.5;
  return Math.max(wanted, backOff);
}

/** What cannot be read is no wish. */
function readRetryAfterMs(text: string | null, nowMs: number): number {
  if (text === null) return 0;
  if (/^\d+$/.test(text)) return Number(text) * MS_PER_SECOND;
  const at = Date.parse(text);
  return Number.isNaN(at) ? 0 : Math.max(0, at - nowMs);
}
