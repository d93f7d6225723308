import { CANCEL_GRACE_MS } from '../limits.js';

/**
 * Runs a request until it ends or its caller leaves. `tell` lets a legacy server know, which may still answer for a moment:
 * an outcome that is known is better than one that a person has to find out. Without it the end of the stream is the
 * cancellation (revision 2026-07-28), at once.
 */
export async function untilCancelled<T>(
  signal: AbortSignal | undefined,
  tell: (() => void) | null,
  run: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  if (signal === undefined) return run(stop.signal);
  let grace: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    tell?.();
    if (tell === null) stop.abort();
    else grace = setTimeout(() => stop.abort(), CANCEL_GRACE_MS);
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await run(stop.signal);
  } finally {
    signal.removeEventListener('abort', cancel);
    clearTimeout(grace);
  }
}
