import { AsyncLocalStorage } from 'node:async_hooks';

const storage = new AsyncLocalStorage<string>();

/** The id that follows one request through every service, for logs; undefined outside of a request. */
export function currentRequestId(): string | undefined {
  return storage.getStore();
}

/** Everything that `work` starts sees `requestId`. Edges (HTTP, MCP) call it; the bus does so by itself. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return storage.run(requestId, work);
}
