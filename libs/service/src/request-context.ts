import { AsyncLocalStorage } from 'node:async_hooks';

const requestIds = new AsyncLocalStorage<string>();

/** Runs the function so that everything it logs, now and after its awaits, carries the request's id. */
export function withRequestId<T>(requestId: string, run: () => T): T {
  return requestIds.run(requestId, run);
}

/** The id of the request that is being handled, to pass on to the next service. */
export function currentRequestId(): string | undefined {
  return requestIds.getStore();
}
