import { Injectable } from '@nestjs/common';
import type { RunStatus } from '@countersign/contracts';
import { MoreThan, type EntityManager } from 'typeorm';
import { RunEntity, RunEventEntity } from './run.entity.js';
import { RunMovedOnError, RunNotFoundError } from './run.errors.js';
import type { RunEvent } from './run-event.js';
import { foldRun, type RunState } from './run-state.js';

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

  async get(tx: EntityManager, runId: string): Promise<LoadedRun> {
    const run = await tx.findOneBy(RunEntity, { id: runId });
    if (!run) throw new RunNotFoundError(runId);
    return this.load(tx, run);
  }

  async list(tx: EntityManager, status: RunStatus | undefined, after: string | undefined, limit: number) {
    const runs = await tx.find(RunEntity, {
      where: { ...(status ? { status } : {}), ...(after ? { id: MoreThan(after) } : {}) },
      order: { id: 'asc' },
      take: limit,
    });
    return Promise.all(runs.map((run) => this.load(tx, run)));
  }

  async listEvents(tx: EntityManager, runId: string, after: number, limit: number): Promise<RunEventEntity[]> {
    return tx.find(RunEventEntity, {
      where: { runId, sequence: MoreThan(after) },
      order: { sequence: 'asc' },
      take: limit,
    });
  }

  /** Optimistic: the update of the head fails when the log is longer than the caller knew. */
  async append(tx: EntityManager, run: RunEntity, status: RunStatus, events: readonly RunEvent[]): Promise<RunEntity> {
    const version = run.version + events.length;
    const { affected } = await tx
      .createQueryBuilder()
      .update(RunEntity)
      .set({ version, status, updatedAt: () => 'now()' })
      .where('id = :id and version = :version', { id: run.id, version: run.version })
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
    return { ...run, version, status };
  }

  private async load(tx: EntityManager, run: RunEntity): Promise<LoadedRun> {
    const rows = await tx.find(RunEventEntity, { where: { runId: run.id }, order: { sequence: 'asc' } });
    return { run, state: foldRun(rows.map((row) => JSON.parse(row.data) as RunEvent)) };
  }
}
