import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { Call, Outcome } from './call.js';
import { CallNotUnknownError } from './call.errors.js';
import { CallRepository } from './call.repository.js';
import { CallTransitionRepository } from './call-transition.repository.js';

@Injectable()
export class ResolutionRepository {
  constructor(
    private readonly database: Database,
    private readonly calls: CallRepository,
    private readonly transitions: CallTransitionRepository,
  ) {}

  /** @throws CallNotFoundError, CallNotUnknownError */
  async settleUnknown(workspaceId: string, callId: string, outcome: Outcome, actor: string): Promise<Call> {
    return this.database.transaction(workspaceId, async (tx) => {
      const call = await this.calls.lock(tx, callId);
      if (call.state !== 'unknown') throw new CallNotUnknownError(callId, call.state);
      const settled = await this.transitions.settle(tx, call, outcome, actor);
      if (settled === null) throw new CallNotUnknownError(callId, call.state);
      return settled;
    });
  }
}
