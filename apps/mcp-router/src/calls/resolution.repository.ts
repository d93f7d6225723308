import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import type { Call, Outcome } from './call.js';
import { CallNotUnknownError } from './call.errors.js';
import { CallRepository } from './call.repository.js';
import { CallTransitionRepository } from './call-transition.repository.js';

export interface Resolution {
  readonly outcome: Outcome;
  readonly actor: string;
  /** What else is committed with it: the call that is made again. */
  readonly follow?: (tx: EntityManager, resolved: Call) => Promise<unknown>;
}

@Injectable()
export class ResolutionRepository {
  constructor(
    private readonly database: Database,
    private readonly calls: CallRepository,
    private readonly transitions: CallTransitionRepository,
  ) {}

  /** @throws CallNotFoundError, CallNotUnknownError, or what `follow` throws: then nothing has changed */
  async settleUnknown(workspaceId: string, callId: string, { outcome, actor, follow }: Resolution): Promise<Call> {
    return this.database.transaction(workspaceId, async (tx) => {
      if (follow !== undefined) await this.lockPrincipalOf(tx, callId);
      const call = await this.calls.lock(tx, callId);
      if (call.state !== 'unknown') throw new CallNotUnknownError(callId, call.state);
      const settled = await this.transitions.settle(tx, call, outcome, actor);
      if (settled === null) throw new CallNotUnknownError(callId, call.state);
      await follow?.(tx, settled);
      return settled;
    });
  }

  /** Before the row, in the order of submissions and cancellations: one lock first, and always the same. */
  private async lockPrincipalOf(tx: EntityManager, callId: string): Promise<void> {
    const { workspaceId, principal } = await this.calls.get(tx, callId);
    await this.calls.lockPrincipal(tx, workspaceId, principal.id);
  }
}
