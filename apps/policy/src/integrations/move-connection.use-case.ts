import type { EventEnvelope, IntegrationUpdated } from '@countersign/contracts';
import { markConnectionMoved } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { InvalidateApprovals } from '../approvals/invalidate-approvals.use-case.js';
import { type AuditEntry, SYSTEM_ACTOR } from '../audit/audit-entry.js';
import { listNames } from '../audit/list-names.js';
import { RecordToolPolicies } from '../tool-policies/record-tool-policies.use-case.js';
import { ToolPolicyRepository } from '../tool-policies/tool-policy.repository.js';
import { IntegrationNotYetKnownError } from './integration.errors.js';
import { IntegrationRepository } from './integration.repository.js';

type Move = Pick<
  EventEnvelope<Pick<IntegrationUpdated, 'integrationId' | 'connectionRevision' | 'actor'>>,
  'workspaceId' | 'data'
>;

/** It may be another server now: every tool waits for an acknowledgement, and what was asked about the old one is void. */
@Injectable()
export class MoveConnection {
  constructor(
    private readonly integrations: IntegrationRepository,
    private readonly toolPolicies: ToolPolicyRepository,
    private readonly record: RecordToolPolicies,
    private readonly invalidateApprovals: InvalidateApprovals,
  ) {}

  async execute(tx: EntityManager, { workspaceId, data }: Move): Promise<void> {
    const { integrationId, connectionRevision, actor } = data;
    const key = { workspaceId, integrationId };
    const integration = await this.integrations.findLocked(tx, key, 'update');
    if (integration === null) throw new IntegrationNotYetKnownError(integrationId);
    // A discovery of the new connection may have been merged already: then it did all of this.
    if (integration.removedAt !== null || connectionRevision <= integration.connectionRevision) return;
    const { rows, changed } = markConnectionMoved(await this.toolPolicies.list(tx, key));
    const entry: AuditEntry = {
      action: 'integration_policy.connection_moved',
      actor: actor ?? SYSTEM_ACTOR,
      before: { connectionRevision: integration.connectionRevision },
      after: { connectionRevision, reviewed: listNames(changed) },
    };
    const revision = await this.record.execute(tx, key, { rows, names: changed, invalidated: [], audit: [entry] });
    await this.integrations.setConnection(tx, key, { connectionRevision, revision });
    // By connection, not by tool: the router may already have asked about the new one.
    await this.invalidateApprovals.ofOldConnections(tx, key, connectionRevision);
  }
}
