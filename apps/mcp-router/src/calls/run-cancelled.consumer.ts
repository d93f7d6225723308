import { runCancelled, type EventEnvelope, type RunLifecycle } from '@countersign/contracts';
import { Inbox } from '@countersign/database';
import { Consumes, durableOf, type EventConsumer } from '@countersign/messaging';
import { CallSignals } from './call-signals.js';
import { CancelRunCalls } from './cancel-run-calls.use-case.js';

const DURABLE = durableOf('mcp-router', runCancelled);
const REASON = 'the run was cancelled';

/** The quick way to hear of a cancelled run; where it is lost, the orchestrator asks. */
@Consumes(runCancelled)
export class RunCancelledConsumer implements EventConsumer<RunLifecycle> {
  constructor(
    private readonly inbox: Inbox,
    private readonly cancelRunCalls: CancelRunCalls,
    private readonly signals: CallSignals,
  ) {}

  async handle({ id, workspaceId, data: { runId } }: EventEnvelope<RunLifecycle>): Promise<void> {
    const cancelledIds: string[] = [];
    await this.inbox.once(DURABLE, id, workspaceId, async (tx) => {
      cancelledIds.length = 0;
      const open = await this.cancelRunCalls.execute(tx, { workspaceId, runId, reason: REASON });
      cancelledIds.push(...open.map((call) => call.id));
    });
    for (const callId of cancelledIds) this.signals.changed(callId);
  }
}
