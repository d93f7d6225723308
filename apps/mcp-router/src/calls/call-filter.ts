import { assertNever, CALL_STATES, type CallOutcome, type CallState } from '@countersign/contracts';
import { toolNameDigest } from '@countersign/tool-name';
import type { Verdict } from './call.js';

/** Which calls are asked for; all of it must be so. */
export interface CallFilter {
  readonly state?: CallState;
  readonly verdict?: Verdict;
  readonly outcome?: CallOutcome;
  readonly integrationId?: string;
  /** Of that integration. */
  readonly toolName?: string;
  readonly runId?: string;
  /** Of the runs of that agent. */
  readonly agentId?: string;
  /** Who asked, or the person behind. */
  readonly principal?: string;
  /** With which the exposed name begins. */
  readonly name?: string;
  readonly from?: Date;
  readonly until?: Date;
}

export interface Conditions {
  /** SQL. */
  readonly conditions: readonly string[];
  readonly values: readonly unknown[];
  /** There may be few among many, and no index that finds them. */
  readonly isSparse: boolean;
}

/** Those states have partial indexes, which are found by a literal alone. */
const INDEXED: ReadonlySet<CallState> = new Set(['pending_approval', 'approved', 'dispatching', 'unknown']);

/** @param values of the parameters that are there already */
export function toConditions(filter: CallFilter, values: readonly unknown[]): Conditions {
  const { state, verdict, outcome, integrationId, toolName, runId, agentId, principal, name } = filter;
  const conditions: string[] = [];
  const all = [...values];
  const add = (value: unknown, toSql: (place: string) => string): void => {
    if (value !== undefined) conditions.push(toSql(`$${all.push(value)}`));
  };
  add(verdict, (place) => `verdict = ${place}`);
  add(outcome && statesOf(outcome), (place) => `state = any(${place}::text[])`);
  add(integrationId, (place) => `integration_id = ${place}::uuid`);
  add(toolName && toolNameDigest(toolName), (place) => `tool_digest = ${place}`);
  add(runId, (place) => `run_id = ${place}::uuid`);
  add(agentId, (place) => `agent_id = ${place}::uuid`);
  add(principal, (place) => `(principal_id = ${place} or principal_owner = ${place})`);
  add(name, (place) => `starts_with(exposed_name, ${place})`);
  if (state !== undefined && CALL_STATES.includes(state)) conditions.push(`state = '${state}'`);
  const isIndexed = runId !== undefined || agentId !== undefined || (state !== undefined && INDEXED.has(state));
  return { conditions, values: all, isSparse: conditions.length > 0 && !isIndexed };
}

export function outcomeOf(state: CallState): CallOutcome {
  switch (state) {
    case 'requested':
    case 'pending_approval':
    case 'approved':
    case 'dispatching':
      return 'open';
    case 'succeeded':
    case 'resolved_succeeded':
      return 'succeeded';
    case 'failed':
    case 'resolved_failed':
      return 'failed';
    case 'denied':
    case 'expired':
    case 'cancelled':
    case 'invalidated':
      return 'refused';
    case 'unknown':
    case 'retried':
      return 'unknown';
    default:
      return assertNever(state);
  }
}

function statesOf(outcome: CallOutcome): CallState[] {
  return CALL_STATES.filter((state) => outcomeOf(state) === outcome);
}
