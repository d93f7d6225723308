import {
  assertNever,
  type EventContract,
  runCancelled,
  runFinished,
  type RunLifecycle,
  runResumed,
  runStarted,
  type RunStatus,
  runSuspended,
} from '@countersign/contracts';
import { findContradiction } from './find-contradiction.js';
import { followUp } from './follow-up.js';
import { secondsToNextStep } from './next-step.js';
import { UnreadableRunError } from './run.errors.js';
import type { RunEvent } from './run-event.js';
import { EMPTY_RUN, evolve, isOver, type RunState } from './run-state.js';
import { secondsToCancelCalls } from './seconds-to-cancel-calls.js';

/** What an append makes of the head. */
export interface NextHead {
  readonly status: RunStatus;
  /** From now on; null when the step is announced at once, or not by this run at all; left out: as it was. */
  readonly dueInSeconds?: number | null;
  /** From now on; null where the router is not to end the run's calls. */
  readonly cancelInSeconds: number | null;
  /** From now on; null: the run has all time, or has ended; left out: as it was. */
  readonly deadlineInSeconds?: number | null;
}

/** All that commits together when a log becomes longer. */
export interface AppendPlan {
  /** The news, and what follows of itself. */
  readonly events: readonly RunEvent[];
  /** After them. */
  readonly state: RunState;
  readonly head: NextHead;
  /** For others, in order. */
  readonly announcements: readonly Announcement[];
  /** Whether the next step is announced, to the orchestrator itself. */
  readonly isStepDue: boolean;
}

export interface Announcement {
  readonly contract: EventContract<RunLifecycle>;
  readonly status: RunStatus;
}

/** What was known of a run when something came of it: its state, and the length of its log. */
export interface KnownRun {
  readonly state: RunState;
  readonly version: number;
}

/**
 * What has to be written so that these events become part of the log. Null: there is nothing to write.
 *
 * @throws UnreadableRunError when an event cannot follow the log: no log is stored that could not be read
 */
export function planAppend(known: KnownRun, news: readonly RunEvent[]): AppendPlan | null {
  const events = [...news, ...followUp(news.reduce(evolve, known.state))];
  if (events.length === 0) return null;
  const states = statesAlong(known, events);
  const state = states.at(-1) ?? known.state;
  // A run that is at work has its step, which reads the message when it comes to that.
  const seconds = isForLater(known.state, events) ? undefined : secondsToStep(known.state, state);
  return {
    events,
    state,
    head: {
      status: state.status,
      ...(seconds !== undefined && { dueInSeconds: seconds === 0 ? null : seconds }),
      cancelInSeconds: secondsToCancelCalls(state.status),
      ...toDeadline(known, state),
    },
    announcements: events.flatMap((event, index) => toAnnouncement(event, states.slice(index, index + 2))),
    isStepDue: seconds === 0,
  };
}

/** What became of the calls of a run while it was over was told to nobody: one that is opened again looks for itself. */
function secondsToStep(before: RunState, after: RunState): number | null {
  const seconds = secondsToNextStep(after);
  return isOver(before) && !isOver(after) ? (seconds ?? 0) : seconds;
}

function isForLater(before: RunState, events: readonly RunEvent[]): boolean {
  return !isOver(before) && events.every(({ type }) => type === 'message_received');
}

/** The time of a run begins with it, and anew when it is opened again. */
function toDeadline(before: KnownRun, after: RunState): Pick<NextHead, 'deadlineInSeconds'> {
  if (isOver(after)) return { deadlineInSeconds: null };
  const begins = before.version === 0 || isOver(before.state);
  return begins ? { deadlineInSeconds: after.limits.wallSecondsMax } : {};
}

/** The state before the events, and after each of them. */
function statesAlong({ state: before, version }: KnownRun, events: readonly RunEvent[]): RunState[] {
  let state = before;
  const along = events.map((event, index) => {
    const contradiction = findContradiction(state, event, version + index + 1);
    if (contradiction !== null) throw new UnreadableRunError(`${event.type}: ${contradiction}`);
    state = evolve(state, event);
    return state;
  });
  return [before, ...along];
}

function toAnnouncement(
  event: RunEvent,
  [before = EMPTY_RUN, { status } = before]: readonly RunState[],
): Announcement[] {
  const contract = lifecycleContract(event, before);
  return contract === null ? [] : [{ contract, status }];
}

function lifecycleContract(event: RunEvent, before: RunState): EventContract<RunLifecycle> | null {
  switch (event.type) {
    case 'run_started':
      return runStarted;
    case 'run_suspended':
      return runSuspended;
    case 'run_resumed':
      return runResumed;
    case 'run_cancelled':
      return runCancelled;
    case 'run_finished':
    case 'run_failed':
      return runFinished;
    case 'message_received':
      // It opens a run that had ended again.
      return isOver(before) ? runResumed : null;
    case 'turn_answered':
    case 'results_compacted':
    case 'model_failed':
    case 'call_submitted':
    case 'call_refused':
    case 'call_settled':
      return null;
    default:
      return assertNever(event);
  }
}
