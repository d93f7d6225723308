import { Inject } from '@nestjs/common';
import {
  cancelRun,
  getRun,
  listRunEvents,
  type ListRunEventsRequest,
  listRuns,
  type ListRunsRequest,
  PAGE_SIZE_MAX,
  type RunActorRequest,
  type RunEventPage,
  type RunPage,
  type RunRequest,
  type RunView,
  startRun,
  type StartRunRequest,
} from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import type { EntityManager } from 'typeorm';
import { CancelRunUseCase } from './cancel-run.use-case.js';
import { fitPage } from './fit-page.js';
import type { RunEntity } from './run.entity.js';
import { UnreadableRunError } from './run.errors.js';
import { RunRepository } from './run.repository.js';
import { toRunEventView, toRunView, toUnreadableRunView } from './run.view.js';
import { StartRunUseCase } from './start-run.use-case.js';

@Responder()
export class RunsResponder {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RunRepository) private readonly runs: RunRepository,
    @Inject(StartRunUseCase) private readonly startRun: StartRunUseCase,
    @Inject(CancelRunUseCase) private readonly cancelRun: CancelRunUseCase,
  ) {}

  @Responds(startRun)
  async start(request: StartRunRequest): Promise<RunView> {
    return toRunView(await this.startRun.execute(request));
  }

  @Responds(cancelRun)
  async cancel(request: RunActorRequest): Promise<RunView> {
    return toRunView(await this.cancelRun.execute(request));
  }

  @Responds(getRun)
  async get({ workspaceId, runId }: RunRequest): Promise<RunView> {
    return toRunView(await this.database.read(workspaceId, (tx) => this.runs.get(tx, runId)));
  }

  @Responds(listRuns)
  async list({ workspaceId, status, cursor, limit = PAGE_SIZE_MAX }: ListRunsRequest): Promise<RunPage> {
    const views = await this.database.read(workspaceId, async (tx) => {
      const heads = await this.runs.listHeads(tx, status, cursor, limit);
      const page: RunView[] = [];
      // One log after the other: only the views are kept, and logs are long.
      for (const head of heads) page.push(await this.toListedView(tx, head));
      return page;
    });
    const { items, isCut } = fitPage(views);
    return { items, nextCursor: isCut || views.length === limit ? (items.at(-1)?.id ?? null) : null };
  }

  @Responds(listRunEvents)
  async listEvents(request: ListRunEventsRequest): Promise<RunEventPage> {
    const { workspaceId, runId, limit = PAGE_SIZE_MAX } = request;
    const after = request.cursor === undefined ? (request.after ?? 0) : Number(request.cursor);
    const rows = await this.database.read(workspaceId, async (tx) => {
      await this.runs.getHead(tx, runId);
      return this.runs.listEvents(tx, runId, after, limit);
    });
    const { items, isCut } = fitPage(rows.map(toRunEventView));
    return { items, nextCursor: isCut || rows.length === limit ? String(items.at(-1)?.sequence ?? after) : null };
  }
  private async toListedView(tx: EntityManager, head: RunEntity): Promise<RunView> {
    try {
      return toRunView(await this.runs.load(tx, head));
    } catch (error) {
      if (!(error instanceof UnreadableRunError)) throw error;
      return toUnreadableRunView(head, error);
    }
  }
}
