import type { Actor } from '@countersign/contracts';
import type { RunEntity } from './run.entity.js';

export interface RunBeginning {
  readonly id: string;
  readonly workspaceId: string;
  readonly agentId: string;
  readonly agentVersion: number;
  readonly initiator: Actor;
  /** By the database's clock. */
  readonly now: Date;
}

/** The head of a run whose log is empty yet. */
export function newRun({ now, ...run }: RunBeginning): RunEntity {
  return {
    ...run,
    status: 'running',
    version: 0,
    stepVersion: 0,
    createdAt: now,
    updatedAt: now,
    checkedAt: now,
    dueAt: null,
    cancelDueAt: null,
    deadlineAt: null,
    summary: null,
  };
}
