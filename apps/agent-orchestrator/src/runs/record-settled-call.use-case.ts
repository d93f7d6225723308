import { Inject, Injectable } from '@nestjs/common';
import { Database, Inbox } from '@countersign/database';
import { RunLog } from './run-log.repository.js';
import type { RunEntity } from './run.entity.js';
import { RunRepository } from './run.repository.js';
import { type EndedCall, SettledCallClient } from './settled-call.client.js';
import { isNews } from './still-due.js';

const CONSUMER = 'call-settled';

/** An announced end of a call. */
export interface AnnouncedEnd {
  /** By which it is recorded once. */
  readonly id: string;
  readonly workspaceId: string;
  readonly runId: string;
  readonly end: EndedCall;
}

/** Appends the end of a call to its run. Ends that come together wait for each other on the run's lock. */
@Injectable()
export class RecordSettledCallUseCase {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Inbox) private readonly inbox: Inbox,
    @Inject(RunRepository) private readonly runs: RunRepository,
    @Inject(RunLog) private readonly log: RunLog,
    @Inject(SettledCallClient) private readonly settledCalls: SettledCallClient,
  ) {}

  /** @throws UnreadableRunError when this version cannot read the log */
  async execute({ id, workspaceId, runId, end }: AnnouncedEnd): Promise<void> {
    const known = await this.database.read(workspaceId, (tx) => this.runs.get(tx, runId));
    if (!isNews(known.state, end)) return;
    const event = await this.settledCalls.toEvent(workspaceId, end);
    const appended: RunEntity[] = [];
    await this.inbox.once(CONSUMER, id, workspaceId, async (tx) => {
      const current = await this.runs.lock(tx, runId);
      const { run } = isNews(current.state, end) ? await this.log.append(tx, current, [event]) : current;
      appended.splice(0, 1, run);
    });
    for (const run of appended) this.log.tell(run);
  }
}
