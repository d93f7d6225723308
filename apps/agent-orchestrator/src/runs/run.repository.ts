import { Injectable } from '@nestjs/common';
import type { RunStatus } from '@countersign/contracts';
import { MoreThan, type EntityManager } from 'typeorm';
import type { NextHead } from './plan-append.js';
import { readLog } from './read-log.js';
import { RunEntity, RunEventEntity } from './run.entity.js';
import { RunMovedOnError, RunNotFoundError } from './run.errors.js';
import type { RunEvent } from './run-event.js';
import type { RunState } from './run-state.js';

/** A run as it stands: its head and its folded log. */
export interface LoadedRun {
  readonly run: RunEntity;
  readonly state: RunState;
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

  async listHeads(
    tx: EntityManager,
    status: RunStatus | undefined,
    after: string | undefined,
    limit: number,
  ): Promise<RunEntity[]> {
    return tx.find(RunEntity, {
      where: { ...(status ? { status } : {}), ...(after ? { id: MoreThan(after) } : {}) },
      order: { id: 'asc' },
      take: limit,
    });
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
  async append(tx: EntityManager, run: RunEntity, head: NextHead, events: readonly RunEvent[]): Promise<RunEntity> {
    const version = run.version + events.length;
    const { affected } = await tx
      .createQueryBuilder()
      .update(RunEntity)
      .set({
        version,
        status: head.status,
        updatedAt: () => 'now()',
        dueAt: () => `now() + make_interval(secs => :seconds::double precision)`,
        cancelDueAt: () => `now() + make_interval(secs => :cancelSeconds::double precision)`,
      })
      .where('id = :id and version = :version', { id: run.id, version: run.version })
      .setParameters({ seconds: head.dueInSeconds, cancelSeconds: head.cancelInSeconds })
      .execute();
    if (affected === 0) throw new RunMovedOnError(run.id);
    await tx.insert(
      RunEventEntity,
      events.map((event, index) => ({
        runId: run.id,
        sequence: run.version + index + 1,
        workspaceId: run.workspaceId,
        type: event.type,
        data: JSON.stringify(event),
      })),
    );
    return { ...run, version, status: head.status };
  }

  /** A sign that a step of the run is being taken; the sweeper announces another when there was none for long. */
  async sign(tx: EntityManager, runId: string): Promise<void> {
    await tx
      .createQueryBuilder()
      .update(RunEntity)
      .set({ checkedAt: () => 'now()' })
      .where({ id: runId })
      .execute();
  }
}
