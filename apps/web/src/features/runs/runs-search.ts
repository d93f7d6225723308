import type { RunStatus } from './runs.queries.js';

export const RUN_STATUSES: readonly RunStatus[] = ['running', 'suspended', 'finished', 'failed', 'cancelled'];

/** What the list of runs shows, as its address says it. */
export interface RunsSearch {
  readonly status?: RunStatus;
  readonly agentId?: string;
  /** Those alone that the reader or their tokens started. */
  readonly mine?: boolean;
}

/** Whatever an address says that is no filter is left out. */
export function toRunsSearch({ status, agentId, mine }: Record<string, unknown>): RunsSearch {
  const known = RUN_STATUSES.find((each) => each === status);
  return {
    ...(known && { status: known }),
    ...(typeof agentId === 'string' && agentId !== '' && { agentId }),
    ...(mine === true && { mine }),
  };
}
