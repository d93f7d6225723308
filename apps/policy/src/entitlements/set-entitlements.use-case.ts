import type { Actor, Entitlements } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { AuditRepository } from '../audit/audit.repository.js';
import { TakeRevision } from '../revisions/take-revision.use-case.js';
import { WorkspaceRevisionRepository } from '../revisions/workspace-revision.repository.js';
import { EntitlementRepository } from './entitlement.repository.js';

/**
 * For the deployment's operator; no request of the bus leads here. Losing `agent_approvals` denies the tools that need an
 * approval and leaves their policies alone, so that getting it back restores everything.
 */
@Injectable()
export class SetEntitlements {
  constructor(
    private readonly database: Database,
    private readonly entitlements: EntitlementRepository,
    private readonly revisions: WorkspaceRevisionRepository,
    private readonly takeRevision: TakeRevision,
    private readonly audit: AuditRepository,
  ) {}

  /** The revision at which they hold. */
  async execute(workspaceId: string, after: Entitlements, actor: Actor): Promise<number> {
    return this.database.transaction(workspaceId, async (tx) => {
      const current = await this.revisions.lock(tx, workspaceId);
      const { entitlements: before } = await this.entitlements.get(tx, workspaceId);
      if (before.agent_approvals === after.agent_approvals) return current;
      const revision = await this.takeRevision.execute(tx, workspaceId);
      await this.entitlements.set(tx, workspaceId, after, revision);
      await this.audit.append(tx, workspaceId, [
        { action: 'entitlements.updated', actor, way: 'operator', revision, before, after },
      ]);
      return revision;
    });
  }
}
