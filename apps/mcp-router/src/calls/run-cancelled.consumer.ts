import { runCancelled, type EventEnvelope, type RunLifecycle } from '@countersign/contracts';
import { Inbox } from '@countersign/database';
import { Consumes, durableOf, type EventConsumer } from '@countersign/messaging';
import { CallRepository } from './call.repository.js';
import { CallSignals } from './call-signals.js';
import { CancelCall } from './cancel-call.use-case.js';

const DURABLE = durableOf('mcp-router', runCancelled);
const REASON = 'the run was cancelled';

/** A cancelled run sends nothing new: its open calls end, and its token, which lives for minutes more, opens none. */
@Consumes(runCancelled)
export class RunCancelledConsumer implements EventConsumer<RunLifecycle> {
  constructor(
    private readonly inbox: Inbox,
    private readonly calls: CallRepository,
    private readonly cancelCall: CancelCall,
    private readonly signals: CallSignals,
  ) {}

  async handle({ id, workspaceId, data: { runId } }: EventEnvelope<RunLifecycle>): Promise<void> {
    const cancelledIds: string[] = [];
    await this.inbox.once(DURABLE, id, workspaceId, async (tx) => {
      cancelledIds.length = 0;
      // The lock of submissions: one that is under way is either seen here, or sees the mark.
      await this.calls.lockPrincipal(tx, workspaceId, runId);
      await this.calls.markRunCancelled(tx, workspaceId, runId);
      const cancellation = { actor: { kind: 'run', id: runId }, reason: REASON } as const;
      const open = await this.cancelCall.executeForRun(tx, runId, cancellation);
      cancelledIds.push(...open.map((call) => call.id));
    });
    for (const callId of cancelledIds) this.signals.changed(callId);
  }
}
