import { Inject, Injectable } from '@nestjs/common';
import { runStepDue } from '@countersign/contracts';
import { Outbox } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { planAppend } from './plan-append.js';
import { RunHints } from './run-hints.client.js';
import type { RunEntity } from './run.entity.js';
import { type LoadedRun, RunRepository } from './run.repository.js';
import type { RunEvent } from './run-event.js';
import { toSummary } from './run-summary.js';

/** Appends to a log and announces, in the same transaction, what follows from it. */
@Injectable()
export class RunLog {
  constructor(
    @Inject(RunRepository) private readonly runs: RunRepository,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(RunHints) private readonly hints: RunHints,
  ) {}

  /**
   * Appends the events and what follows of itself; without either, nothing happens. `loaded` must be locked or new.
   *
   * @throws UnreadableRunError when an event cannot follow the log: no log is stored that could not be read
   */
  async append(tx: EntityManager, loaded: LoadedRun, news: readonly RunEvent[]): Promise<LoadedRun> {
    const plan = planAppend({ state: loaded.state, version: loaded.run.version }, news);
    if (plan === null) return loaded;
    const { events, state, isStepDue } = plan;
    const summary = toSummary(loaded.run.summary, state, loaded.run.version + events.length, events);
    const run = await this.runs.append(tx, loaded.run, { ...plan.head, summary, isStepDue }, events);
    const { workspaceId, id: runId, agentId } = run;
    const of = { workspaceId, aggregateId: runId };
    for (const { contract, status } of plan.announcements) {
      await this.outbox.add(tx, contract, { ...of, data: { runId, agentId, status } });
    }
    if (isStepDue) await this.announceStep(tx, run);
    return { run, state };
  }

  /** After the commit: those who watch the run look for what is new. */
  tell(run: RunEntity): void {
    this.hints.tell(run);
  }

  private async announceStep(tx: EntityManager, { workspaceId, id: runId, version }: RunEntity): Promise<void> {
    await this.outbox.add(tx, runStepDue, { workspaceId, aggregateId: runId, data: { runId, version } });
  }
}
