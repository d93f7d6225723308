import type { EventEnvelope, IntegrationRemoved } from '@countersign/contracts';
import { CLOSED_INTEGRATION_POLICY } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { InvalidateApprovals } from '../approvals/invalidate-approvals.use-case.js';
import { SYSTEM_ACTOR } from '../audit/audit-entry.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { TakeRevision } from '../revisions/take-revision.use-case.js';
import { ToolPolicyRepository } from '../tool-policies/tool-policy.repository.js';
import { IntegrationRepository } from './integration.repository.js';

type Removal = Pick<
  EventEnvelope<Pick<IntegrationRemoved, 'integrationId' | 'slug' | 'actor'>>,
  'workspaceId' | 'data'
>;

/** Leaves a tombstone. The policies stay, and copies are told that there are none: nothing of it is allowed any more. */
@Injectable()
export class RemoveIntegration {
  constructor(
    private readonly integrations: IntegrationRepository,
    private readonly toolPolicies: ToolPolicyRepository,
    private readonly takeRevision: TakeRevision,
    private readonly invalidateApprovals: InvalidateApprovals,
    private readonly audit: AuditRepository,
  ) {}

  async execute(tx: EntityManager, { workspaceId, data }: Removal): Promise<void> {
    const { integrationId, slug, actor } = data;
    const key = { workspaceId, integrationId };
    // A removal can overtake the registration, which must then find the tombstone.
    const document = JSON.stringify(CLOSED_INTEGRATION_POLICY);
    await this.integrations.insert(tx, { ...key, slug, document, connectionRevision: 0, revision: 0 });
    const integration = await this.integrations.findLocked(tx, key, 'update');
    if (integration === null || integration.removedAt !== null) return;
    const revision = await this.takeRevision.execute(tx, workspaceId, integrationId);
    await this.integrations.markRemoved(tx, key, revision);
    await this.toolPolicies.touchAll(tx, key, revision);
    await this.invalidateApprovals.ofIntegration(tx, key);
    await this.audit.append(tx, workspaceId, [
      { action: 'integration_policy.removed', actor: actor ?? SYSTEM_ACTOR, integrationId, revision, before: { slug } },
    ]);
  }
}
