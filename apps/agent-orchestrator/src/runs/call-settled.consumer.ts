import { Inject } from '@nestjs/common';
import { type CallSettled, callSettled, type EventEnvelope } from '@countersign/contracts';
import { Database, Inbox } from '@countersign/database';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { followUp } from './follow-up.js';
import { RunLog } from './run-log.repository.js';
import { RunRepository } from './run.repository.js';
import type { RunEvent } from './run-event.js';
import { evolve } from './run-state.js';
import { SettledCallClient } from './settled-call.client.js';

const CONSUMER = 'call-settled';

/** The end of a call continues its run. A conflict with another append is tried again by redelivery. */
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
    const loaded = await this.database.read(workspaceId, (tx) => this.runs.get(tx, runId));
    const call = loaded.state.calls.find((candidate) => candidate.toolCallId === toolCallId);
    const isOver = ['finished', 'failed', 'cancelled'].includes(loaded.state.status);
    if (!call || call.result !== null || call.state === state || isOver) return;
    const event = await this.settledCalls.toEvent(workspaceId, { toolCallId, callId, state, isError });
    const events: RunEvent[] = [event, ...followUp(evolve(loaded.state, event))];
    await this.inbox.once(CONSUMER, id, workspaceId, async (tx) => {
      await this.log.append(tx, loaded, events);
    });
  }
}
