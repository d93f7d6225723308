import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EntitlementRepository } from '../entitlements/entitlement.repository.js';
import { IntegrationRepository } from '../integrations/integration.repository.js';
import { readIntegrationPolicy } from '../integrations/read-integration-policy.js';
import { ToolPolicyRepository } from '../tool-policies/tool-policy.repository.js';
import type { ApprovalEntity } from './approval.entity.js';
import { findObstacle } from './find-obstacle.js';

/** Finds what stands in the way of pending approvals, by the rules of this moment. */
@Injectable()
export class ObstacleRepository {
  constructor(
    private readonly toolPolicies: ToolPolicyRepository,
    private readonly integrations: IntegrationRepository,
    private readonly entitlements: EntitlementRepository,
  ) {}

  /** By approval id; of one workspace. Nothing is read where none is pending. */
  async find(
    tx: EntityManager,
    workspaceId: string,
    approvals: readonly ApprovalEntity[],
  ): Promise<ReadonlyMap<string, string | null>> {
    const pending = approvals.filter(({ state }) => state === 'pending');
    if (pending.length === 0) return new Map();
    const { entitlements } = await this.entitlements.get(tx, workspaceId);
    const integrations = await this.integrations.list(tx, workspaceId);
    const policies = new Map(
      integrations.map(({ integrationId, document }) => [integrationId, readIntegrationPolicy(document)]),
    );
    const rows = await this.toolPolicies.findAll(tx, workspaceId, pending);
    return new Map(
      pending.map((approval, index) => {
        const integrationPolicy = policies.get(approval.integrationId);
        return [approval.id, findObstacle(approval, { row: rows[index], integrationPolicy, entitlements })];
      }),
    );
  }
}
