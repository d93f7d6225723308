import { CREDENTIALS_MARGIN_MS, TARGET_FRESH_MS } from '../limits.js';

/**
 * Until when the registry's answer is used, in milliseconds of the wall's clock, by when its credentials end: a margin
 * before that, because a call takes a moment to arrive; half of what is left of short-lived ones.
 */
export function freshUntilMs(credentialsExpireAt: string | null | undefined, nowMs: number): number {
  const oldestMs = nowMs + TARGET_FRESH_MS;
  if (credentialsExpireAt == null) return oldestMs;
  const endsAtMs = Date.parse(credentialsExpireAt);
  return Math.min(oldestMs, endsAtMs - Math.min(CREDENTIALS_MARGIN_MS, Math.max(0, endsAtMs - nowMs) / 2));
}
