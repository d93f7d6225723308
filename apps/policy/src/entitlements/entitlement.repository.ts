import type { Entitlements } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Of a workspace that no operator has said anything about. */
export const DEFAULT_ENTITLEMENTS: Entitlements = { agent_approvals: true };

interface EntitlementRow {
  readonly agent_approvals: boolean;
  readonly revision: string;
}

export interface StoredEntitlements {
  readonly entitlements: Entitlements;
  /** Of their last change; 0 before the first one. */
  readonly revision: number;
}

@Injectable()
export class EntitlementRepository {
  async get(tx: EntityManager, workspaceId: string): Promise<StoredEntitlements> {
    const [row] = await tx.query<EntitlementRow[]>(
      'select agent_approvals, revision from entitlements where workspace_id = $1',
      [workspaceId],
    );
    if (row === undefined) return { entitlements: DEFAULT_ENTITLEMENTS, revision: 0 };
    return { entitlements: { agent_approvals: row.agent_approvals }, revision: Number(row.revision) };
  }

  async set(tx: EntityManager, workspaceId: string, entitlements: Entitlements, revision: number): Promise<void> {
    await tx.query(
      `insert into entitlements (workspace_id, agent_approvals, revision) values ($1, $2, $3)
       on conflict (workspace_id) do update set agent_approvals = excluded.agent_approvals, revision = excluded.revision`,
      [workspaceId, entitlements.agent_approvals, revision],
    );
  }
}
