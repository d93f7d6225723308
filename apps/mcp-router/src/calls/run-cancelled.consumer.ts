import { runCancelled, type EventEnvelope, type RunLifecycle } from '@countersign/contracts';
import { Inbox } from '@countersign/database';
import { Consumes, durableOf, type EventConsumer } from '@countersign/messaging';
import type { Call } from './call.js';
import { CancelRunCalls } from './cancel-run-calls.use-case.js';

const DURABLE = durableOf('mcp-router', runCancelled);
const REASON = 'the run was cancelled';

/** The quick way to hear of a cancelled run; where it is lost, the orchestrator asks. */
@Consumes(runCancelled)
export class RunCancelledConsumer implements EventConsumer<RunLifecycle> {
  constructor(
    private readonly inbox: Inbox,
    private readonly cancelRunCalls: CancelRunCalls,
  ) {}

  async handle({ id, workspaceId, data: { runId } }: EventEnvelope<RunLifecycle>): Promise<void> {
    const calls: Call[] = [];
    await this.inbox.once(DURABLE, id, workspaceId, async (tx) => {
      // A transaction that is tried again begins anew.
      const open = await this.cancelRunCalls.execute(tx, { workspaceId, runId, reason: REASON });
      calls.splice(0, calls.length, ...open);
    });
    await this.cancelRunCalls.finish(calls, { reason: REASON });
  }
}
