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
import { outstanding } from './decide.js';
import type { RunEntity } from './run.entity.js';
import { type LoadedRun, RunRepository } from './run.repository.js';
import type { RunEvent } from './run-event.js';
import { evolve } from './run-state.js';

/** Appends to a log and announces, in the same transaction, what follows from it. */
@Injectable()
export class RunLog {
  constructor(
    @Inject(RunRepository) private readonly runs: RunRepository,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /** Throws RunMovedOnError when somebody else appended since `loaded`. */
  async append(tx: EntityManager, loaded: LoadedRun, events: readonly RunEvent[]): Promise<LoadedRun> {
    const state = events.reduce(evolve, loaded.state);
    const run = await this.runs.append(tx, loaded.run, state.status, events);
    for (const event of events) await this.announce(tx, run, event);
    // Checks alone are no work: the router tells when a call has ended.
    if (outstanding(state).some((command) => command.type !== 'check_call')) await this.announceStep(tx, run);
    return { run, state };
  }

  private async announceStep(tx: EntityManager, run: RunEntity): Promise<void> {
    await this.outbox.add(tx, runStepDue, {
      workspaceId: run.workspaceId,
      aggregateId: run.id,
      data: { runId: run.id, version: run.version },
    });
  }

  private async announce(tx: EntityManager, run: RunEntity, event: RunEvent): Promise<void> {
    const contract = lifecycleContract(event);
    if (!contract) return;
    await this.outbox.add(tx, contract, {
      workspaceId: run.workspaceId,
      aggregateId: run.id,
      data: { runId: run.id, agentId: run.agentId, status: run.status },
    });
  }
}

function lifecycleContract(event: RunEvent): EventContract<RunLifecycle> | null {
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
    case 'turn_answered':
    case 'model_failed':
    case 'call_submitted':
    case 'call_refused':
    case 'call_settled':
      return null;
    default:
      return assertNever(event);
  }
}
