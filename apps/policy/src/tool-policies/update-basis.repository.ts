import type { StoredRow, UpdateContext } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EntitlementRepository } from '../entitlements/entitlement.repository.js';
import { IntegrationRepository, type IntegrationKey } from '../integrations/integration.repository.js';
import { ToolPolicyRepository } from './tool-policy.repository.js';

export interface UpdateBasis {
  readonly rows: readonly StoredRow[];
  readonly context: UpdateContext;
}

/** Everything that an update is judged by. */
@Injectable()
export class UpdateBasisRepository {
  constructor(
    private readonly integrations: IntegrationRepository,
    private readonly toolPolicies: ToolPolicyRepository,
    private readonly entitlements: EntitlementRepository,
  ) {}

  /**
   * With the integration's row locked, so that it holds until the commit.
   *
   * @throws IntegrationNotFoundError
   */
  async getLocked(tx: EntityManager, key: IntegrationKey): Promise<UpdateBasis> {
    const { snapshotRevision } = await this.integrations.getLocked(tx, key);
    const { entitlements } = await this.entitlements.get(tx, key.workspaceId);
    const rows = await this.toolPolicies.list(tx, key);
    return { rows, context: { entitlements, storedSnapshotRevision: snapshotRevision } };
  }
}
