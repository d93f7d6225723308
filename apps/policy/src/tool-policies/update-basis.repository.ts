import type { StoredRow, UpdateContext } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EntitlementRepository } from '../entitlements/entitlement.repository.js';
import { IntegrationRepository, type IntegrationKey } from '../integrations/integration.repository.js';
import { WorkspaceRevisionRepository } from '../revisions/workspace-revision.repository.js';
import { ToolPolicyRepository } from './tool-policy.repository.js';

export interface UpdateBasis {
  readonly rows: readonly StoredRow[];
  readonly context: UpdateContext;
  /** Of the workspace. */
  readonly revision: number;
}

/** Everything that an update is judged by. */
@Injectable()
export class UpdateBasisRepository {
  constructor(
    private readonly integrations: IntegrationRepository,
    private readonly toolPolicies: ToolPolicyRepository,
    private readonly entitlements: EntitlementRepository,
    private readonly revisions: WorkspaceRevisionRepository,
  ) {}

  /**
   * With the integration and the workspace's revision locked, so that all of it holds until the commit: an entitlement that
   * is being taken away is waited for, too.
   *
   * @throws IntegrationNotFoundError
   */
  async getLocked(tx: EntityManager, key: IntegrationKey): Promise<UpdateBasis> {
    const { snapshotRevision } = await this.integrations.getLocked(tx, key);
    const revision = await this.revisions.lock(tx, key.workspaceId);
    const { entitlements } = await this.entitlements.get(tx, key.workspaceId);
    const rows = await this.toolPolicies.list(tx, key);
    return { rows, context: { entitlements, storedSnapshotRevision: snapshotRevision }, revision };
  }
}
