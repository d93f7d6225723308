import type { WorkspaceApprovalSettings } from '@countersign/contracts';
import { ALLOW_SELF_APPROVAL_DEFAULT } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

interface SettingsRow {
  readonly allow_self_approval: boolean;
  readonly revision: string;
}

@Injectable()
export class ApprovalSettingsRepository {
  /** Of a workspace that nobody has said anything about, the defaults at revision 0. */
  async get(tx: EntityManager, workspaceId: string): Promise<WorkspaceApprovalSettings> {
    const [row] = await tx.query<SettingsRow[]>(
      'select allow_self_approval, revision from approval_settings where workspace_id = $1',
      [workspaceId],
    );
    if (row === undefined) return { allowSelfApproval: ALLOW_SELF_APPROVAL_DEFAULT, revision: 0 };
    return { allowSelfApproval: row.allow_self_approval, revision: Number(row.revision) };
  }

  async set(tx: EntityManager, workspaceId: string, settings: WorkspaceApprovalSettings): Promise<void> {
    await tx.query(
      `insert into approval_settings (workspace_id, allow_self_approval, revision) values ($1, $2, $3)
       on conflict (workspace_id) do update
       set allow_self_approval = excluded.allow_self_approval, revision = excluded.revision`,
      [workspaceId, settings.allowSelfApproval, settings.revision],
    );
  }
}
