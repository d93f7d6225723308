import { Inject, Injectable } from '@nestjs/common';
import { type AgentChange, agentChanged, type WriteRequest } from '@countersign/contracts';
import { Outbox } from '@countersign/database';
import { currentRequestId } from '@countersign/messaging';
import type { EntityManager } from 'typeorm';
import type { AgentVersionEntity } from './agent.entity.js';
import { settingsOf } from './agent.view.js';
import { describeAgentChange } from './describe-agent-change.js';

export interface ChangedAgent {
  readonly change: AgentChange;
  /** Null: there was none. */
  readonly before: AgentVersionEntity | null;
  /** Null: there is none any more. */
  readonly after: AgentVersionEntity | null;
}

/** Tells the audit who changed what, in the transaction that changes it. */
@Injectable()
export class AgentChanges {
  constructor(@Inject(Outbox) private readonly outbox: Outbox) {}

  async announce(tx: EntityManager, request: WriteRequest, { change, before, after }: ChangedAgent): Promise<void> {
    const last = after ?? before;
    if (last === null) return;
    const { workspaceId, actor, way } = request;
    const { agentId, name, version } = last;
    const difference = describeAgentChange(before && settingsOf(before), after && settingsOf(after));
    await this.outbox.add(tx, agentChanged, {
      workspaceId,
      aggregateId: agentId,
      data: {
        ...{ agentId, change, name, version, ...difference, actor },
        way: way ?? null,
        requestId: currentRequestId() ?? null,
      },
    });
  }
}
