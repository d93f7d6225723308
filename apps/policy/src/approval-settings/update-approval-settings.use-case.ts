import type { UpdateWorkspaceApprovalSettingsRequest, WorkspaceApprovalSettings } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { AuditRepository } from '../audit/audit.repository.js';
import { wayOf } from '../audit/way-of.js';
import { PreconditionFailedError } from '../integrations/integration.errors.js';
import { TakeRevision } from '../revisions/take-revision.use-case.js';
import { WorkspaceRevisionRepository } from '../revisions/workspace-revision.repository.js';
import { ApprovalSettingsRepository } from './approval-settings.repository.js';

/** What holds for all approvals of a workspace, also for those that wait already: who may decide is asked when they do. */
@Injectable()
export class UpdateApprovalSettings {
  constructor(
    private readonly database: Database,
    private readonly settings: ApprovalSettingsRepository,
    private readonly revisions: WorkspaceRevisionRepository,
    private readonly takeRevision: TakeRevision,
    private readonly audit: AuditRepository,
  ) {}

  /** @throws PreconditionFailedError */
  async execute(request: UpdateWorkspaceApprovalSettingsRequest): Promise<WorkspaceApprovalSettings> {
    const { workspaceId, actor, ifRevision } = request;
    return this.database.transaction(workspaceId, async (tx) => {
      // So that two changes at once are one after the other, and each says what it found.
      await this.revisions.lock(tx, workspaceId);
      const before = await this.settings.get(tx, workspaceId);
      if (typeof ifRevision === 'number' && ifRevision !== before.revision) {
        throw new PreconditionFailedError(ifRevision, before.revision);
      }
      const allowSelfApproval = request.allowSelfApproval ?? before.allowSelfApproval;
      if (allowSelfApproval === before.allowSelfApproval) return before;
      const revision = await this.takeRevision.execute(tx, workspaceId);
      await this.settings.set(tx, workspaceId, { allowSelfApproval, revision });
      await this.audit.append(tx, workspaceId, [
        {
          action: 'approval_settings.updated',
          actor,
          way: wayOf(request),
          revision,
          before: { allowSelfApproval: before.allowSelfApproval },
          after: { allowSelfApproval },
        },
      ]);
      return { allowSelfApproval, revision };
    });
  }
}
