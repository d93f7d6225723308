import type { IntegrationState, Posture } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

interface StateRow {
  readonly id: string;
  readonly slug: string;
  readonly posture: Posture;
  readonly connection_revision: number;
  readonly snapshot_revision: number;
  readonly removed: boolean;
}

@Injectable()
export class IntegrationStateRepository {
  /** Removed ones included, in the order of their ids. */
  async listAfter(
    tx: EntityManager,
    workspaceId: string,
    afterId: string | null,
    limit: number,
  ): Promise<IntegrationState[]> {
    const rows = await tx.query<StateRow[]>(
      `select id, slug, posture, connection_revision, snapshot_revision, removed_at is not null as removed
       from integrations where workspace_id = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
      [workspaceId, afterId, limit],
    );
    return rows.map((row) => ({
      integrationId: row.id,
      slug: row.slug,
      posture: row.posture,
      connectionRevision: row.connection_revision,
      snapshotRevision: row.snapshot_revision,
      removed: row.removed,
    }));
  }
}
