import { APPROVAL_STATES, type ApprovalState } from './approval.js';

/** What the inbox shows, as its address says; what is absent is the default. */
export interface InboxFilter {
  /** Pending without it. */
  readonly state?: Exclude<ApprovalState, 'pending'> | 'all';
  /** Only what whoever looks may decide. */
  readonly mine?: true;
  /** The slug of one. */
  readonly integration?: string;
}

const STATES: readonly string[] = [...APPROVAL_STATES.filter((state) => state !== 'pending'), 'all'];

export function readInboxFilter({ state, mine, integration }: Record<string, unknown>): InboxFilter {
  return {
    ...(typeof state === 'string' && STATES.includes(state) && { state: state as Exclude<ApprovalState, 'pending'> }),
    ...(mine === true && { mine }),
    ...(typeof integration === 'string' && integration !== '' && { integration }),
  };
}
