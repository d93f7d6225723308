/**
 * A call of the ledger as a task, in the words of both revisions that know tasks:
 *
 * | the call is                                   | the task is                                                         |
 * |-----------------------------------------------|---------------------------------------------------------------------|
 * | waiting for a person, approved or being sent  | `working`, with a message that says which                           |
 * | cancelled                                     | `cancelled`                                                         |
 * | ended in any other way                        | `completed`, with the one result that its model sees                |
 * | `unknown`                                     | `completed`: an error result that says so; later, what a person found |
 *
 * A denial is a result that models read, so nothing here is ever `failed`: that is for errors of the protocol.
 */
import { assertNever, type CallState } from '@countersign/contracts';
import type { Call } from '../../calls/call.js';
import { beingExecuted, waitsForApproval } from '../../calls/model-answers.js';
import { GRANT_MS_MAX, TASK_POLL_MS, TASK_RESULT_KEPT_MS } from '../../limits.js';

export type TaskStatus = 'working' | 'completed' | 'cancelled';

export interface TaskState {
  readonly taskId: string;
  readonly status: TaskStatus;
  readonly statusMessage: string | undefined;
  readonly createdAt: string;
  readonly lastUpdatedAt: string;
  /** From its creation. */
  readonly ttlMs: number;
  readonly pollIntervalMs: number;
}

export function toTaskState(call: Call): TaskState {
  const lastMs = Math.max(...[call.createdAt, call.sentAt, call.settledAt].map((at) => at?.getTime() ?? 0));
  return {
    taskId: call.id,
    status: statusOf(call.state),
    statusMessage: messageOf(call),
    createdAt: call.createdAt.toISOString(),
    lastUpdatedAt: new Date(lastMs).toISOString(),
    ttlMs: ttlOf(call),
    pollIntervalMs: TASK_POLL_MS,
  };
}

function statusOf(state: CallState): TaskStatus {
  switch (state) {
    case 'requested':
    case 'pending_approval':
    case 'approved':
    case 'dispatching':
      return 'working';
    case 'cancelled':
      return 'cancelled';
    case 'denied':
    case 'expired':
    case 'invalidated':
    case 'succeeded':
    case 'failed':
    case 'unknown':
    case 'resolved_succeeded':
    case 'resolved_failed':
    case 'retried':
      return 'completed';
    default:
      return assertNever(state);
  }
}

function messageOf({ state, approval, outcomeReason }: Call): string | undefined {
  if (state === 'pending_approval' && approval !== null) return waitsForApproval(approval.id, approval.expiresAt);
  if (statusOf(state) === 'working') return beingExecuted();
  return outcomeReason ?? undefined;
}

/** A decision may come until the approval expires, a dispatch for as long as a grant holds; then there is a result to fetch. */
function ttlOf({ createdAt, approval }: Call): number {
  const undecidedMs = approval === null ? 0 : approval.expiresAt.getTime() - createdAt.getTime();
  return undecidedMs + GRANT_MS_MAX + TASK_RESULT_KEPT_MS;
}
