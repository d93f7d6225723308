import { createContext, useContext } from 'react';
import type { CallView } from '../calls/calls.queries.js';

/** What the ledger knows of the run's calls, by id. */
export const RunCalls = createContext<ReadonlyMap<string, CallView>>(new Map());

export function useRunCall(callId: string | null): CallView | undefined {
  const calls = useContext(RunCalls);
  return callId === null ? undefined : calls.get(callId);
}
