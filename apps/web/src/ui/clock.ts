import { useSyncExternalStore } from 'react';

const SECOND_MS = 1_000;
const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** One timer for however many countdowns there are; none while nobody looks. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const tell of listeners) tell();
  }, SECOND_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** While nobody looked, the time went on. */
function read(): number {
  if (timer === undefined && Date.now() - nowMs >= SECOND_MS) nowMs = Date.now();
  return nowMs;
}

/** Milliseconds since the epoch, told anew every second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read);
}
