import { Inject } from '@nestjs/common';
import {
  cancelRun,
  forkRun,
  type ForkRunRequest,
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
  sendMessage,
  type SendMessageRequest,
  startRun,
  type StartRunRequest,
} from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { fitPage } from './fit-page.js';
import { readIdCursor, readNumberCursor } from './read-cursor.js';
import { RunReader } from './run-reader.repository.js';
import { RunRepository } from './run.repository.js';
import { toRunEventView, toRunView } from './run.view.js';
import { RunWrites } from './run-writes.use-case.js';

/** The last number that the database has for an event: after a greater one there is nothing, as after this. */
const SEQUENCE_MAX = 2 ** 31 - 1;

@Responder()
export class RunsResponder {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RunRepository) private readonly runs: RunRepository,
    @Inject(RunReader) private readonly reader: RunReader,
    @Inject(RunWrites) private readonly writes: RunWrites,
  ) {}

  @Responds(startRun)
  async start(request: StartRunRequest): Promise<RunView> {
    return toRunView(await this.writes.start.execute(request));
  }

  @Responds(forkRun)
  async fork(request: ForkRunRequest): Promise<RunView> {
    return toRunView(await this.writes.fork.execute(request));
  }

  @Responds(sendMessage)
  async send(request: SendMessageRequest): Promise<RunView> {
    await this.writes.send.execute(request);
    return this.get(request);
  }

  @Responds(cancelRun)
  async cancel(request: RunActorRequest): Promise<RunView> {
    await this.writes.cancel.execute(request);
    return this.get(request);
  }

  @Responds(getRun)
  async get({ workspaceId, runId }: RunRequest): Promise<RunView> {
    return this.reader.get(workspaceId, runId);
  }

  @Responds(listRuns)
  async list(request: ListRunsRequest): Promise<RunPage> {
    const { workspaceId, status, agentId, startedBy, cursor, limit = PAGE_SIZE_MAX } = request;
    const before = readIdCursor(cursor);
    const views = await this.reader.list(workspaceId, { status, agentId, startedBy, before, limit });
    const { items, isCut } = fitPage(views);
    return { items, nextCursor: isCut || views.length === limit ? (items.at(-1)?.id ?? null) : null };
  }

  @Responds(listRunEvents)
  async listEvents(request: ListRunEventsRequest): Promise<RunEventPage> {
    const { workspaceId, runId, limit = PAGE_SIZE_MAX } = request;
    const after = readNumberCursor(request.cursor) ?? Math.min(request.after ?? 0, SEQUENCE_MAX);
    const rows = await this.database.read(workspaceId, async (tx) => {
      await this.runs.getHead(tx, runId);
      return this.runs.listEvents(tx, runId, after, limit);
    });
    const { items, isCut } = fitPage(rows.map(toRunEventView));
    return { items, nextCursor: isCut || rows.length === limit ? String(items.at(-1)?.sequence ?? after) : null };
  }
}
