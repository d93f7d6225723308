import { Inject, Injectable } from '@nestjs/common';
import {
  assertNever,
  type EventContract,
  runCancelled,
  runFinished,
  type RunLifecycle,
  runResumed,
  runStarted,
  runStepDue,
  runSuspended,
} from '@countersign/contracts';
import { Outbox } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { findContradiction } from './find-contradiction.js';
import { followUp } from './follow-up.js';
import { secondsToNextStep } from './next-step.js';
import type { RunEntity } from './run.entity.js';
import { UnreadableRunError } from './run.errors.js';
import { type LoadedRun, RunRepository } from './run.repository.js';
import type { RunEvent } from './run-event.js';
import { EMPTY_RUN, evolve, isOver, type RunState } from './run-state.js';
import { secondsToCancelCalls } from './seconds-to-cancel-calls.js';

/** Appends to a log and announces, in the same transaction, what follows from it. */
@Injectable()
export class RunLog {
  constructor(
    @Inject(RunRepository) private readonly runs: RunRepository,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /**
   * Appends the events and what follows of itself; without either, nothing happens. `loaded` must be locked or new.
   *
   * @throws UnreadableRunError when an event cannot follow the log: no log is stored that could not be read
   */
  async append(tx: EntityManager, loaded: LoadedRun, news: readonly RunEvent[]): Promise<LoadedRun> {
    const events = [...news, ...followUp(news.reduce(evolve, loaded.state))];
    if (events.length === 0) return loaded;
    const states = statesAlong(loaded, events);
    const state = states.at(-1) ?? loaded.state;
    const seconds = secondsToNextStep(state);
    const head = {
      status: state.status,
      dueInSeconds: seconds === 0 ? null : seconds,
      cancelInSeconds: secondsToCancelCalls(state.status),
    };
    const run = await this.runs.append(tx, loaded.run, head, events);
    for (const [index, event] of events.entries()) {
      await this.announce(tx, run, event, states.slice(index, index + 2));
    }
    if (seconds === 0) await this.announceStep(tx, run);
    return { run, state };
  }

  private async announceStep(tx: EntityManager, run: RunEntity): Promise<void> {
    await this.outbox.add(tx, runStepDue, {
      workspaceId: run.workspaceId,
      aggregateId: run.id,
      data: { runId: run.id, version: run.version },
    });
  }

  private async announce(
    tx: EntityManager,
    run: RunEntity,
    event: RunEvent,
    [before = EMPTY_RUN, after = before]: readonly RunState[],
  ): Promise<void> {
    const contract = lifecycleContract(event, before);
    if (!contract) return;
    await this.outbox.add(tx, contract, {
      workspaceId: run.workspaceId,
      aggregateId: run.id,
      data: { runId: run.id, agentId: run.agentId, status: after.status },
    });
  }
}

/** The state before the events, and after each of them. */
function statesAlong({ run, state: before }: LoadedRun, events: readonly RunEvent[]): RunState[] {
  let state = before;
  const along = events.map((event, index) => {
    const contradiction = findContradiction(state, event, run.version + index + 1);
    if (contradiction !== null) throw new UnreadableRunError(`${event.type}: ${contradiction}`);
    state = evolve(state, event);
    return state;
  });
  return [before, ...along];
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
