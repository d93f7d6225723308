import type { RunEvent } from './run-event.js';
import { isToSubmit, type RunCall } from './run-call.js';
import { evolve, isOver, type RunState, unreadMessages } from './run-state.js';
import { turnKind, type TurnKind } from './turn-kind.js';

/** What has to happen next. Carrying one out ends in events, and those in the next commands. */
export type RunCommand =
  | { readonly type: 'ask_model'; readonly turn: number; readonly kind: TurnKind }
  | { readonly type: 'submit_call'; readonly call: RunCall }
  /** Look at a submitted call: its end may already be there, or its announcement lost. */
  | { readonly type: 'check_call'; readonly call: RunCall }
  | { readonly type: 'suspend' }
  | { readonly type: 'resume' }
  | { readonly type: 'finish'; readonly answer: string }
  | { readonly type: 'fail'; readonly reason: string };

/** A provider that fails this often in a row will fail again; the run says so instead of asking for ever. */
export const MODEL_FAILURES_MAX = 5;

/**
 * Each step reads the whole log, also results that were compacted: a run with more would take the memory of all others. It
 * is some hundred screenshots. An opened run has them still; a fork from an earlier turn goes on.
 */
export const RESULT_CHARACTERS_MAX = 64 * 1_024 * 1_024;

/** The commands that follow from an event: no I/O, no clock, no randomness. */
export function decide(state: RunState, event: RunEvent): readonly RunCommand[] {
  return outstanding(evolve(state, event));
}

/**
 * What a run in this state still has to do. Commands are a function of the state alone, so a crash loses none: whoever
 * takes the next step finds the same ones.
 */
export function outstanding(state: RunState): readonly RunCommand[] {
  if (isOver(state)) return [];
  const waiting = state.calls.filter((call) => call.result === null);
  const withRouter = waiting.filter((call) => !isToSubmit(call));
  const toSubmit = waiting.filter(isToSubmit).slice(0, placesFor(state, withRouter));
  if (toSubmit.length > 0) return toSubmit.map((call) => ({ type: 'submit_call', call }));
  if (waiting.length > 0) return whileWaiting(state, withRouter);
  if (state.status === 'suspended') return [{ type: 'resume' }];
  return [afterTurn(state)];
}

function placesFor({ limits }: RunState, withRouter: readonly RunCall[]): number {
  return limits.parallelCallsMax === null ? Infinity : Math.max(0, limits.parallelCallsMax - withRouter.length);
}

function whileWaiting(state: RunState, withRouter: readonly RunCall[]): readonly RunCommand[] {
  const checks = withRouter.map((call): RunCommand => ({ type: 'check_call', call }));
  const waitsForPeople = withRouter.every(({ state: callState }) => FOR_PEOPLE.has(callState));
  return state.status === 'running' && waitsForPeople ? [...checks, { type: 'suspend' }] : checks;
}

/** States that only a person ends; in the others the router is at work. */
const FOR_PEOPLE: ReadonlySet<string> = new Set(['pending_approval', 'unknown']);

function afterTurn(state: RunState): RunCommand {
  const last = state.turns.at(-1);
  if (last && last.toolCallIds.length === 0 && unreadMessages(state) === 0) {
    return { type: 'finish', answer: last.text };
  }
  const { lastModelFailure } = state;
  if (lastModelFailure && (state.modelFailures >= MODEL_FAILURES_MAX || !lastModelFailure.canRepeat)) {
    return { type: 'fail', reason: `The model could not be asked: ${lastModelFailure.message}` };
  }
  const limit = findReachedLimit(state);
  if (limit !== null) return { type: 'fail', reason: `The run reached its limit of ${limit}.` };
  return { type: 'ask_model', turn: state.turns.length + 1, kind: turnKind(last) };
}

function findReachedLimit(state: RunState): string | null {
  const { limits, spent } = state;
  if (spent.turns >= limits.turnsMax) return `${limits.turnsMax} turns`;
  if (limits.tokensMax !== null && spent.tokens >= limits.tokensMax) return `${limits.tokensMax} tokens`;
  if (charactersOfResults(state) >= RESULT_CHARACTERS_MAX) return `${RESULT_CHARACTERS_MAX} characters of results`;
  return null;
}

function charactersOfResults({ calls }: RunState): number {
  return calls.reduce((sum, { result }) => {
    const files = result?.blocks?.map((block) => (block.type === 'file' ? block.data.length : block.text.length)) ?? [];
    return files.reduce((total, length) => total + length, sum + (result?.text.length ?? 0));
  }, 0);
}
