import { Inject, Injectable } from '@nestjs/common';
import type { RunView } from '@countersign/contracts';
import { Database } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { readLog } from './read-log.js';
import type { RunEntity } from './run.entity.js';
import { UnreadableRunError } from './run.errors.js';
import { type RunFilter, RunRepository } from './run.repository.js';
import { toListedView, toParkedView, toRunView } from './run.view.js';
import { toWaitingSince } from './waiting-since.js';

/** Runs as they are shown: also those that this version cannot read. */
@Injectable()
export class RunReader {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RunRepository) private readonly runs: RunRepository,
  ) {}

  async get(workspaceId: string, runId: string): Promise<RunView> {
    return this.database.read(workspaceId, async (tx) => this.view(tx, await this.runs.getHead(tx, runId)));
  }

  /** From the heads alone, but for runs whose head says nothing yet. */
  async list(workspaceId: string, filter: RunFilter): Promise<RunView[]> {
    return this.database.read(workspaceId, async (tx) => {
      const page: RunView[] = [];
      for (const head of await this.runs.listHeads(tx, filter)) {
        page.push(toListedView(head) ?? (await this.view(tx, head)));
      }
      return page;
    });
  }

  private async view(tx: EntityManager, run: RunEntity): Promise<RunView> {
    const rows = await this.runs.listEvents(tx, run.id, 0);
    try {
      const state = readLog(rows);
      return toRunView({ run, state }, toWaitingSince(state, rows));
    } catch (error) {
      if (!(error instanceof UnreadableRunError)) throw error;
      return toParkedView(run, error);
    }
  }
}
