import { setTimeout as wait } from 'node:timers/promises';

/** Far more than anything measured here takes: what has not happened by then will not. */
const PATIENCE_MS = 10_000;

/** Asks again, after a pause or at once, until there is an answer. @throws Error that names what did not happen */
export async function poll<T>(what: string, ask: () => Promise<T | null>, pauseMs = 0): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (pauseMs > 0) await wait(pauseMs);
  }
  throw new Error(`${what} did not happen within ${PATIENCE_MS / 1_000} s`);
}
