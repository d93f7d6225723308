import { Inject } from '@nestjs/common';
import { type CallSettled, callSettled, type EventEnvelope } from '@countersign/contracts';
import { Database, Inbox } from '@countersign/database';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { RunLog } from './run-log.repository.js';
import type { RunEntity } from './run.entity.js';
import { RunRepository } from './run.repository.js';
import { SettledCallClient } from './settled-call.client.js';
import { isNews } from './still-due.js';

const CONSUMER = 'call-settled';

/** The end of a call continues its run. Ends that come together wait for each other on the run's lock. */
@Consumes(callSettled)
export class CallSettledConsumer implements EventConsumer<CallSettled> {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Inbox) private readonly inbox: Inbox,
    @Inject(RunRepository) private readonly runs: RunRepository,
    @Inject(RunLog) private readonly log: RunLog,
    @Inject(SettledCallClient) private readonly settledCalls: SettledCallClient,
  ) {}

  async handle({ id, workspaceId, data }: EventEnvelope<CallSettled>): Promise<void> {
    const { runId, toolCallId, callId, state, isError } = data;
    // An external client's call belongs to no run.
    if (runId === null || toolCallId === null) return;
    const end = { toolCallId, callId, state, isError };
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
