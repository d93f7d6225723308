import type { Actor } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ApprovalSettingsRepository } from '../approval-settings/approval-settings.repository.js';
import { EntitlementRepository } from '../entitlements/entitlement.repository.js';
import { IntegrationRepository } from '../integrations/integration.repository.js';
import { readIntegrationPolicy } from '../integrations/read-integration-policy.js';
import { ToolPolicyRepository } from '../tool-policies/tool-policy.repository.js';
import type { ApprovalEntity } from './approval.entity.js';
import type { Hindrance } from './approval.view.js';
import { findObstacle } from './find-obstacle.js';
import { describeSelfApprovalBan, findSelfApprovalBan, type SelfApprovalRules } from './find-self-approval-ban.js';

/** Finds what stands in the way of pending approvals, by the rules of this moment. */
@Injectable()
export class HindranceRepository {
  constructor(
    private readonly toolPolicies: ToolPolicyRepository,
    private readonly integrations: IntegrationRepository,
    private readonly entitlements: EntitlementRepository,
    private readonly settings: ApprovalSettingsRepository,
  ) {}

  /** By approval id; of one workspace. Nothing is read where none is pending. */
  async find(
    tx: EntityManager,
    approvals: readonly ApprovalEntity[],
    viewer: Actor | undefined,
  ): Promise<ReadonlyMap<string, Hindrance>> {
    const pending = approvals.filter(({ state }) => state === 'pending');
    const [first] = pending;
    if (first === undefined) return new Map();
    const { workspaceId } = first;
    const { entitlements } = await this.entitlements.get(tx, workspaceId);
    const workspace = await this.settings.get(tx, workspaceId);
    const integrations = await this.integrations.list(tx, workspaceId);
    const policies = new Map(
      integrations.map(({ integrationId, document }) => [integrationId, readIntegrationPolicy(document)]),
    );
    const rows = await this.toolPolicies.findAll(tx, workspaceId, pending);
    return new Map(
      pending.map((approval, index) => {
        const row = rows[index];
        const integrationPolicy = policies.get(approval.integrationId);
        const obstacle = findObstacle(approval, { row, integrationPolicy, entitlements });
        return [approval.id, { obstacle, refusal: findRefusal(approval, viewer, { row, workspace }) }];
      }),
    );
  }
}

function findRefusal({ principal }: ApprovalEntity, viewer: Actor | undefined, rules: SelfApprovalRules) {
  const ban = viewer === undefined ? null : findSelfApprovalBan(viewer, principal, rules);
  return ban === null ? null : describeSelfApprovalBan(ban);
}
