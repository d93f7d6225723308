import type { CheckRequest } from './check.worker.js';
import type { Problem } from './list-problems.js';

/** A second is ages for a schema that means well. */
const BUDGET_MS = 1_000;

/** Null: it cannot be told here; the server checks it in any case. */
export function checkArguments(
  schema: object,
  value: unknown,
  signal: AbortSignal,
): Promise<readonly Problem[] | null> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./check.worker.ts', import.meta.url), { type: 'module' });
    const end = (problems: readonly Problem[] | null): void => {
      clearTimeout(timer);
      worker.terminate();
      resolve(problems);
    };
    const timer = setTimeout(() => end(null), BUDGET_MS);
    signal.addEventListener('abort', () => end(null));
    worker.onmessage = ({ data }: MessageEvent<readonly Problem[]>) => end(data);
    worker.onerror = (event) => {
      // A schema that the validator cannot read: the server's own words on it come with the decision.
      event.preventDefault();
      end(null);
    };
    worker.postMessage({ schema, value } satisfies CheckRequest);
  });
}
