import type { Invalidation, InvalidationCode } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IntegrationKey } from '../integrations/integration.repository.js';
import { AnnounceOutcomes } from './announce-outcomes.use-case.js';
import type { ReasonCode } from './approval.entity.js';
import { ApprovalRepository, type PendingOf } from './approval.repository.js';
import { type VoidReason, voidSettlement } from './void-settlement.js';

const REASONS: Record<InvalidationCode, VoidReason> = {
  disabled: 'tool_disabled',
  missing: 'tool_missing',
  changed: 'tool_changed',
  connection_moved: 'integration_moved',
};

/** Ends pending approvals whose question no longer stands, in the transaction that changed the tool or the integration. */
@Injectable()
export class InvalidateApprovals {
  constructor(
    private readonly approvals: ApprovalRepository,
    private readonly announceOutcomes: AnnounceOutcomes,
  ) {}

  async ofTools(tx: EntityManager, key: IntegrationKey, invalidations: readonly Invalidation[]): Promise<void> {
    for (const [code, those] of Map.groupBy(invalidations, (invalidation) => invalidation.code)) {
      await this.invalidate(tx, { ...toKey(key), toolNames: those.map(({ toolName }) => toolName) }, REASONS[code]);
    }
  }

  async ofIntegration(tx: EntityManager, key: IntegrationKey): Promise<void> {
    await this.invalidate(tx, toKey(key), 'integration_removed');
  }

  /** What was asked about an earlier connection; the router may already have asked about the new one. */
  async ofOldConnections(tx: EntityManager, key: IntegrationKey, connectionRevision: number): Promise<void> {
    await this.invalidate(tx, { ...toKey(key), connectionRevisionBelow: connectionRevision }, 'integration_moved');
  }

  /** What revoked tokens asked for, or who is no member any more. */
  async ofAskers(
    tx: EntityManager,
    workspaceId: string,
    askers: ReadonlySet<string>,
    reason: Extract<VoidReason, 'token_revoked' | 'member_removed'>,
  ): Promise<void> {
    if (askers.size === 0) return;
    const ended = await this.approvals.invalidateOfAskers(tx, workspaceId, askers, voidSettlement(reason));
    await this.announceOutcomes.execute(tx, ended);
  }

  private async invalidate(tx: EntityManager, of: PendingOf, reasonCode: ReasonCode & VoidReason): Promise<void> {
    const ended = await this.approvals.invalidate(tx, of, voidSettlement(reasonCode));
    await this.announceOutcomes.execute(tx, ended);
  }
}

function toKey({ workspaceId, integrationId }: IntegrationKey): IntegrationKey {
  return { workspaceId, integrationId };
}
