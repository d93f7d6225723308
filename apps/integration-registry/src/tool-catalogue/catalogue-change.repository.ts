import type { CatalogueChange } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Where a change stands among the others: by revision, an integration before its tools. */
export interface ChangePosition {
  readonly revision: number;
  readonly integrationId: string;
  /** Empty for the integration itself. */
  readonly nameDigest: string;
}

export interface PlacedChange {
  readonly position: ChangePosition;
  readonly change: CatalogueChange;
}

interface ChangeRow {
  readonly revision: string;
  readonly integration_id: string;
  readonly name_digest: string;
  readonly slug: string;
  readonly name: Buffer | null;
  readonly definition_hash: string | null;
  readonly connection_revision: number;
  readonly removed: boolean;
}

@Injectable()
export class CatalogueChangeRepository {
  /**
   * The changes behind a position. A row that changes again moves to its new revision, so a reader may meet it twice but
   * never misses it.
   */
  async listAfter(
    tx: EntityManager,
    workspaceId: string,
    after: ChangePosition,
    limit: number,
  ): Promise<PlacedChange[]> {
    const rows = await tx.query<ChangeRow[]>(LIST_AFTER, [
      workspaceId,
      after.revision,
      after.integrationId,
      after.nameDigest,
      limit,
    ]);
    return rows.map(toPlacedChange);
  }
}

const LIST_AFTER = `
  select * from (
    (select i.revision, i.id as integration_id, ''::text as name_digest, i.slug, null::bytea as name,
       null::text as definition_hash, i.connection_revision, i.removed_at is not null as removed
     from integrations i
     where i.workspace_id = $1 and i.revision >= $2 and (i.revision, i.id, ''::text) > ($2, $3::uuid, $4::text)
     order by i.revision, i.id limit $5)
    union all
    (select t.revision, t.integration_id, t.name_digest, i.slug, t.name,
       case when not t.removed then t.definition_hash end as definition_hash, i.connection_revision, t.removed
     from tools t join integrations i on i.workspace_id = t.workspace_id and i.id = t.integration_id
     where t.workspace_id = $1 and t.revision >= $2 and (t.revision, t.integration_id, t.name_digest) > ($2, $3::uuid, $4::text)
     order by t.revision, t.integration_id, t.name_digest limit $5)
  ) changes
  order by revision, integration_id, name_digest limit $5`;

function toPlacedChange(row: ChangeRow): PlacedChange {
  const revision = Number(row.revision);
  return {
    position: { revision, integrationId: row.integration_id, nameDigest: row.name_digest },
    change: {
      revision,
      integrationId: row.integration_id,
      slug: row.slug,
      toolName: row.name?.toString() ?? null,
      definitionHash: row.definition_hash,
      connectionRevision: row.connection_revision,
      removed: row.removed,
    },
  };
}
