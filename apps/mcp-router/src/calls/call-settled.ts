import type { CallSettled } from '@countersign/contracts';
import type { NewCall, Outcome } from './call.js';
import { isTerminal } from './call-state.js';

/** A run goes on with it, and approvals are followed by it; an external client's `allow` call was answered directly. */
export function isEndAnnounced({ runId, verdict }: Pick<NewCall, 'runId' | 'verdict'>): boolean {
  return runId !== null || verdict === 'ask';
}

/** What others are told of a call's end. */
export function callSettledOf(
  { id, runId, toolCallId }: Pick<NewCall, 'id' | 'runId' | 'toolCallId'>,
  outcome: Outcome,
): CallSettled {
  return {
    callId: id,
    runId,
    toolCallId,
    state: outcome.state,
    isError: outcome.isError,
    resultBytes: resultBytesOf(outcome),
  };
}

/** What `read-call-result` can give out: nothing of an outcome that nobody knows. */
export function resultBytesOf(outcome: Outcome): number {
  return isTerminal(outcome.state) ? outcome.result.length : 0;
}
