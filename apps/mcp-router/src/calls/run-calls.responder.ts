import { type CancelledRunCalls, cancelRunCalls, CancelRunCallsRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { CancelRunCalls } from './cancel-run-calls.use-case.js';

/** For the orchestrator, which asks until it is answered. */
@Responder()
export class RunCallsResponder {
  constructor(
    private readonly database: Database,
    private readonly cancel: CancelRunCalls,
  ) {}

  @Responds(cancelRunCalls)
  async cancelRunCalls(request: CancelRunCallsRequest): Promise<CancelledRunCalls> {
    const open = await this.database.transaction(request.workspaceId, (tx) => this.cancel.execute(tx, request));
    await this.cancel.finish(open, request);
    return { cancelled: open.length };
  }
}
