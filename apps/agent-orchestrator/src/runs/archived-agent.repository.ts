import { Injectable } from '@nestjs/common';
import type { Actor } from '@countersign/contracts';
import type { EntityManager } from 'typeorm';

export interface ArchivedAgent {
  readonly agentId: string;
  readonly workspaceId: string;
  readonly archivedBy: Actor;
}

export interface OpenRunsPage {
  readonly agent: ArchivedAgent;
  /** Null: from the first. */
  readonly after: string | null;
  readonly limit: number;
}

interface ArchivedAgentRow {
  readonly id: string;
  readonly workspace_id: string;
  readonly archived_by: Actor;
}

/** How long others leave an agent alone whose runs are being cancelled, and until what failed is tried again. */
const AGAIN_SECONDS = 30;

/** Archived agents that may still have open runs; for the system role. */
@Injectable()
export class ArchivedAgentRepository {
  /** The one that is due for longest and that no other replica takes; it comes back unless it is confirmed. */
  async take(tx: EntityManager): Promise<ArchivedAgent | null> {
    const [rows] = await tx.query<[ArchivedAgentRow[], number]>(
      `update agents set runs_end_due_at = now() + make_interval(secs => $1) where id in (
         select id from agents where runs_end_due_at <= now()
         order by runs_end_due_at limit 1 for update skip locked)
       returning id, workspace_id, archived_by`,
      [AGAIN_SECONDS],
    );
    const [row] = rows;
    return row ? { agentId: row.id, workspaceId: row.workspace_id, archivedBy: row.archived_by } : null;
  }

  /** In the order of their ids. */
  async openRuns(tx: EntityManager, { agent, after, limit }: OpenRunsPage): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `select id from runs where agent_id = $1 and status in ('running', 'suspended') and ($2::uuid is null or id > $2)
       order by id limit $3`,
      [agent.agentId, after, limit],
    );
    return rows.map(({ id }) => id);
  }

  async confirm(tx: EntityManager, { agentId }: ArchivedAgent): Promise<void> {
    await tx.query('update agents set runs_end_due_at = null where id = $1', [agentId]);
  }
}
