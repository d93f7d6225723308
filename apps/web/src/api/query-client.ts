import { ApiProblem } from '@countersign/api-client';
import { MutationCache, notifyManager, QueryCache, QueryClient } from '@tanstack/react-query';
import { isUnreachable } from './is-unreachable.js';

const RETRIES_MAX = 3;
/** Lists are told of changes by the live feed; this is for what the feed does not tell of. */
export const STALE_AFTER_MS = 15_000;

/**
 * The browser is not asked whether there is a network. It does not know of a Countersign on this machine, and what somebody
 * presses while there is none fails at once: kept back, an approval would be sent whenever the network returns, unseen.
 */
const networkMode = 'always';

/** @param onSignedOut what the API says at any place when the session has ended */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: Error): void => {
    if (error instanceof ApiProblem && error.status === 401) onSignedOut();
  };
  // With the usual timer a switch is drawn once more as it was, between the click and what it will be, and a double click
  // sends a form twice.
  notifyManager.setScheduler(queueMicrotask);
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { networkMode, staleTime: STALE_AFTER_MS, retry: isWorthRetrying, throwOnError: false },
      mutations: { networkMode, retry: false },
    },
  });
}

/** What was refused stays refused; what did not answer, or not in time, may answer now. */
function isWorthRetrying(failures: number, error: Error): boolean {
  const isTemporary = isUnreachable(error) || (error instanceof ApiProblem && error.status >= 500);
  return isTemporary && failures < RETRIES_MAX;
}
