import { outstanding, type RunCommand } from './decide.js';
import type { RunEvent } from './run-event.js';
import { isToSubmit } from './run-call.js';
import { isOver, type RunState } from './run-state.js';

/** What only the world can answer. */
export type EffectCommand = Extract<RunCommand, { type: 'ask_model' | 'submit_call' | 'check_call' }>;

/** A command that was carried out, and what came of it. */
export interface Performed {
  readonly command: EffectCommand;
  readonly events: readonly RunEvent[];
}

/**
 * A command is carried out without a lock, and the run may have moved on meanwhile: another replica did the same, the call
 * ended, the run was cancelled. What came of it counts only as long as the command is still due.
 */
export function isStillDue(state: RunState, command: EffectCommand): boolean {
  if (isOver(state)) return false;
  if (command.type === 'ask_model') {
    return outstanding(state).some((other) => other.type === 'ask_model' && other.turn === command.turn);
  }
  const { toolCallId, callId, state: callState } = command.call;
  const call = state.calls.find((candidate) => candidate.toolCallId === toolCallId);
  return call?.result === null && call.callId === callId && call.state === callState;
}

/** A call's end as the router tells it. */
export interface CallEnd {
  readonly toolCallId: string;
  readonly callId: string;
  readonly state: string;
}

/** Whether the end of a call is news to its run. Ends of one call come in order, those of it and its successor may not. */
export function isNews(state: RunState, end: CallEnd): boolean {
  if (isOver(state)) return false;
  const call = state.calls.find((candidate) => candidate.toolCallId === end.toolCallId);
  if (!call || call.result !== null) return false;
  if (call.callId === null) return true;
  // A call that was made again is followed by another; of any other, only its own end counts.
  if (call.callId !== end.callId) return call.state === 'unknown' || isToSubmit(call);
  return call.state !== 'retried' && (call.state !== end.state || end.state !== 'unknown');
}
