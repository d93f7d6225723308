import { QueryFailedError } from './query-failed-error.js';

/** 40001 serialization_failure, 40P01 deadlock_detected: the transaction did nothing, and running it again may succeed. */
const RETRYABLE_SQL_STATES = new Set(['40001', '40P01']);
/** Two transactions that deadlock twice in a row are ordered wrongly; more attempts would hide that. */
const ATTEMPTS_MAX = 4;
/** Long enough for the winner of a deadlock to commit. */
const RETRY_DELAY_MS = 10;

export function isRetryable(error: unknown): boolean {
  return error instanceof QueryFailedError && RETRYABLE_SQL_STATES.has(sqlStateOf(error.driverError as object));
}

function sqlStateOf(driverError: object): string {
  return 'code' in driverError && typeof driverError.code === 'string' ? driverError.code : '';
}

/** Runs the whole function again after a serialization failure or a deadlock; any other error is the caller's. */
export async function retryTransaction<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX || !isRetryable(error)) throw error;
    }
    await delay(RETRY_DELAY_MS * attempt * (1 + Math.random()));
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
