import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../../callers/caller.js';
import { CallAlreadySettledError } from '../../calls/call.errors.js';
import type { Call } from '../../calls/call.js';
import { CallReader } from '../../calls/call-reader.repository.js';
import { CancelCall } from '../../calls/cancel-call.use-case.js';
import { clientRequestKey, type CancelledRequest } from './client-request.js';
import { OpenRequests } from './open-requests.js';

/**
 * `notifications/cancelled`. Somebody wants the call not to happen: before it is sent that ends it, and its approval is
 * withdrawn. A client whose own clock has run out wants nothing of the kind; it is gone, like one whose stream has closed.
 */
@Injectable()
export class CancelRequest {
  private readonly logger = new Logger(CancelRequest.name);

  constructor(
    private readonly requests: OpenRequests,
    private readonly reader: CallReader,
    private readonly cancelCall: CancelCall,
  ) {}

  async execute(caller: Caller, sessionId: string | undefined, cancelled: CancelledRequest): Promise<void> {
    const key = clientRequestKey(sessionId, cancelled.requestId);
    if (!cancelled.isTimeOut) this.requests.cancel(caller, key);
    const [call, another] = await this.reader.listOpenOfClientRequest(caller, key);
    if (call === undefined) return;
    // Clients without a session, under one token: to withdraw somebody else's call is worse than to withdraw none.
    if (another !== undefined) this.logger.warn({ callIds: [call.id, another.id] }, 'a cancellation means two calls');
    else if (cancelled.isTimeOut) await this.reader.markClientGone(caller.workspaceId, call.id);
    else await this.cancel(caller, call, cancelled.reason);
  }

  /** What has ended meanwhile keeps its end. */
  async cancel({ workspaceId, principal }: Caller, { id }: Call, reason: string): Promise<void> {
    const said = reason === '' ? '' : `: ${reason}`;
    try {
      await this.cancelCall.execute(workspaceId, id, { actor: principal, reason: `its client cancelled it${said}` });
    } catch (error) {
      if (!(error instanceof CallAlreadySettledError)) throw error;
    }
  }
}
