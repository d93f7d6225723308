import { Injectable } from '@nestjs/common';
import type { RunStatus } from '@countersign/contracts';
import { LessThan, MoreThan, type EntityManager } from 'typeorm';
import type { NextHead } from './plan-append.js';
import { PARKED_TAKEN_SECONDS } from './parked-run.repository.js';
import { readLog } from './read-log.js';
import { readRunEvent } from './read-run-event.js';
import { RunEntity, RunEventEntity } from './run.entity.js';
import { RunMovedOnError, RunNotFoundError } from './run.errors.js';
import type { RunEvent } from './run-event.js';
import type { RunState } from './run-state.js';

/** A run as it stands: its head and its folded log. */
export interface LoadedRun {
  readonly run: RunEntity;
  readonly state: RunState;
}

/** What an append makes of the head, and what lists show of it. */
export interface WrittenHead extends NextHead {
  /** JSON. */
  readonly summary: string;
  /** Whether a step of the new version is announced. */
  readonly isStepDue: boolean;
}

export interface RunFilter {
  readonly status?: RunStatus | undefined;
  readonly agentId?: string | undefined;
  /** The person who started it, or whose token did. */
  readonly startedBy?: string | undefined;
  /** Only older ones. */
  readonly before?: string | undefined;
  readonly limit: number;
}

@Injectable()
export class RunRepository {
  async insert(tx: EntityManager, run: RunEntity): Promise<void> {
    await tx.insert(RunEntity, run);
  }

  /** @throws RunNotFoundError, UnreadableRunError */
  async get(tx: EntityManager, runId: string): Promise<LoadedRun> {
    return this.load(tx, await this.getHead(tx, runId));
  }

  /** As `get`, and nobody else appends before this transaction ends. */
  async lock(tx: EntityManager, runId: string): Promise<LoadedRun> {
    const run = await tx.findOne(RunEntity, { where: { id: runId }, lock: { mode: 'pessimistic_write' } });
    if (!run) throw new RunNotFoundError(runId);
    return this.load(tx, run);
  }

  async getHead(tx: EntityManager, runId: string): Promise<RunEntity> {
    const run = await tx.findOneBy(RunEntity, { id: runId });
    if (!run) throw new RunNotFoundError(runId);
    return run;
  }

  /** Newest first. */
  async listHeads(tx: EntityManager, filter: RunFilter): Promise<RunEntity[]> {
    const { status, agentId, startedBy, before, limit } = filter;
    const query = tx.createQueryBuilder(RunEntity, 'run').orderBy('run.id', 'DESC').take(limit);
    query.where({ ...(status && { status }), ...(agentId && { agentId }), ...(before && { id: LessThan(before) }) });
    // As the index `runs_by_person` has it.
    if (startedBy)
      query.andWhere(`coalesce(run.initiator->>'ownerId', run.initiator->>'id') = :startedBy`, { startedBy });
    return query.getMany();
  }

  /** The whole log, once it is known to be readable. */
  async getEvents(tx: EntityManager, runId: string): Promise<{ run: RunEntity; events: RunEvent[] }> {
    const run = await this.getHead(tx, runId);
    const rows = await this.listEvents(tx, runId, 0);
    readLog(rows);
    return { run, events: rows.map(({ data }) => readRunEvent(JSON.parse(data))) };
  }

  async load(tx: EntityManager, run: RunEntity): Promise<LoadedRun> {
    return { run, state: readLog(await this.listEvents(tx, run.id, 0)) };
  }

  async listEvents(tx: EntityManager, runId: string, after: number, limit?: number): Promise<RunEventEntity[]> {
    return tx.find(RunEventEntity, {
      where: { runId, sequence: MoreThan(after) },
      order: { sequence: 'asc' },
      ...(limit === undefined ? {} : { take: limit }),
    });
  }

  /** The head is updated only as long as the log is as long as the caller knew; its lock is what makes that sure. */
  async append(tx: EntityManager, run: RunEntity, head: WrittenHead, events: readonly RunEvent[]): Promise<RunEntity> {
    const { status, summary, dueInSeconds, cancelInSeconds, deadlineInSeconds, isStepDue } = head;
    const version = run.version + events.length;
    const stepVersion = isStepDue ? version : run.stepVersion;
    const { affected } = await tx
      .createQueryBuilder()
      .update(RunEntity)
      .set({
        ...{ version, stepVersion, status, summary },
        updatedAt: () => 'now()',
        cancelDueAt: () => inSeconds('cancelIn'),
        ...(dueInSeconds !== undefined && { dueAt: () => inSeconds('dueIn') }),
        ...(deadlineInSeconds !== undefined && { deadlineAt: () => inSeconds('deadlineIn') }),
      })
      .where('id = :id and version = :version', { id: run.id, version: run.version })
      .setParameters({ dueIn: dueInSeconds, cancelIn: cancelInSeconds, deadlineIn: deadlineInSeconds })
      .execute();
    if (affected === 0) throw new RunMovedOnError(run.id);
    for (let start = 0; start < events.length; start += INSERTED_AT_ONCE) {
      await this.insertEvents(tx, run, start, events.slice(start, start + INSERTED_AT_ONCE));
    }
    return { ...run, version, stepVersion, status, summary };
  }

  private async insertEvents(
    tx: EntityManager,
    { id: runId, version, workspaceId }: RunEntity,
    start: number,
    events: readonly RunEvent[],
  ): Promise<void> {
    await tx.insert(
      RunEventEntity,
      events.map((event, index) => ({
        ...{ runId, workspaceId, type: event.type },
        sequence: version + start + index + 1,
        data: JSON.stringify(event),
      })),
    );
  }

  /** Of a run that failed: something may have come to the router after it was asked to end the run's calls. */
  async endCallsAgain(tx: EntityManager, runId: string): Promise<void> {
    await tx
      .createQueryBuilder()
      .update(RunEntity)
      .set({ cancelDueAt: () => 'now()' })
      .where({ id: runId, status: 'failed' })
      .execute();
  }

  /** A sign that a step of the run is being taken: without one for long the sweeper announces another, or takes a parked run. */
  async sign(tx: EntityManager, runId: string): Promise<void> {
    await tx.query(
      `update runs set checked_at = now(),
         parked_due_at = case when parked_due_at > now() then now() + make_interval(secs => $2) else parked_due_at end
       where id = $1`,
      [runId, PARKED_TAKEN_SECONDS],
    );
  }
}

/** A statement has at most 65,535 parameters; a copied log has many events. */
const INSERTED_AT_ONCE = 500;

function inSeconds(parameter: string): string {
  return `now() + make_interval(secs => :${parameter}::double precision)`;
}
