import { JITTER, RETRY_AFTER_MS_MAX } from './webhook-limits.js';

/** How an attempt ended. `error` is in our own words, and names nothing that the receiver said but its status. */
export type AttemptOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed'; readonly error: string; readonly retryAfterMs?: number }
  /** It will never be taken. */
  | { readonly kind: 'refused'; readonly error: string };

/** What becomes of the delivery. */
export type Settlement =
  | { readonly state: 'delivered' }
  | { readonly state: 'pending'; readonly error: string; readonly delayMs: number }
  | { readonly state: 'dead'; readonly error: string };

export interface AttemptPlace {
  /** Attempts so far, this one included. */
  readonly attempts: number;
  readonly delaysMs: readonly number[];
  /** From 0 to below 1. */
  readonly random: number;
}

/** One more attempt than delays. A receiver may ask for a longer pause than ours, not for a shorter one. */
export function settleAttempt(outcome: AttemptOutcome, { attempts, delaysMs, random }: AttemptPlace): Settlement {
  if (outcome.kind === 'delivered') return { state: 'delivered' };
  const { error } = outcome;
  const delayMs = outcome.kind === 'failed' ? delaysMs[attempts - 1] : undefined;
  if (outcome.kind === 'refused' || delayMs === undefined) return { state: 'dead', error };
  const asked = Math.min(outcome.retryAfterMs ?? 0, RETRY_AFTER_MS_MAX);
  const own = delayMs * (1 - JITTER + 2 * JITTER * random);
  return { state: 'pending', error, delayMs: Math.round(Math.max(own, asked)) };
}

/** Retry-After: seconds, or an HTTP date. Undefined where it says neither. */
export function parseRetryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
