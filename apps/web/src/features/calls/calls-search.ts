import type { paths } from '@countersign/api-client';
import type { CallState } from './calls.queries.js';

type CallsQuery = NonNullable<paths['/api/v1/workspaces/{workspaceId}/calls']['get']['parameters']['query']>;
export type CallOutcome = NonNullable<CallsQuery['outcome']>;

export const VERDICTS = ['allow', 'ask', 'deny'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const CALL_STATES: readonly CallState[] = [
  'pending_approval',
  'unknown',
  'approved',
  'dispatching',
  'succeeded',
  'failed',
  'denied',
  'expired',
  'cancelled',
  'invalidated',
  'resolved_succeeded',
  'resolved_failed',
  'retried',
];

export const CALL_OUTCOMES: readonly CallOutcome[] = ['open', 'succeeded', 'failed', 'refused', 'unknown'];

const HOUR_MS = 60 * 60_000;

/** How far back a list goes that moves on with the time. */
export const SINCE_MS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS } as const;
export type Since = keyof typeof SINCE_MS;

/** What the ledger shows, as its address says it. Times are RFC 3339. */
export interface CallsSearch {
  readonly state?: CallState;
  readonly outcome?: CallOutcome;
  readonly verdict?: Verdict;
  readonly integrationId?: string;
  /** With an integration. */
  readonly toolName?: string;
  readonly runId?: string;
  readonly agentId?: string;
  /** The id of who asked, or of the person behind. */
  readonly principal?: string;
  /** With which the exposed name begins. */
  readonly name?: string;
  readonly since?: Since;
  readonly from?: string;
  readonly until?: string;
}

const TEXTS = ['integrationId', 'toolName', 'runId', 'agentId', 'principal', 'name', 'from', 'until'] as const;

/** Whatever an address says that is no filter is left out. */
export function toCallsSearch(search: Record<string, unknown>): CallsSearch {
  const state = CALL_STATES.find((each) => each === search['state']);
  const outcome = CALL_OUTCOMES.find((each) => each === search['outcome']);
  const verdict = VERDICTS.find((each) => each === search['verdict']);
  const since = (Object.keys(SINCE_MS) as Since[]).find((each) => each === search['since']);
  const texts = TEXTS.flatMap((field) => {
    const value = search[field];
    return typeof value === 'string' && value !== '' ? [[field, value] as const] : [];
  });
  return {
    ...(state && { state }),
    ...(outcome && { outcome }),
    ...(verdict && { verdict }),
    ...(since && { since }),
    ...Object.fromEntries(texts),
  };
}

/** As the API takes it, at this moment. */
export function toCallsQuery({ since, ...filters }: CallsSearch, nowMs: number): CallsQuery {
  if (since === undefined || filters.from !== undefined) return filters;
  return { ...filters, from: new Date(nowMs - SINCE_MS[since]).toISOString() };
}
