import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** A row that changed, of any kind. Kinds sort within one revision: an integration before its tools. */
export interface PolicyChangeRow {
  readonly revision: number;
  readonly kind: 'entitlements' | 'integration' | 'tool';
  readonly integrationId: string | null;
  readonly toolDigest: string | null;
  readonly toolName: Buffer | null;
  /** JSON text; null where the integration was removed or the tool pruned. */
  readonly document: string | null;
  /** Of an integration. */
  readonly connectionRevision: number | null;
}

/** Sort order: revision, integration (empty first), tool (empty first). */
export interface PolicyChangePlace {
  readonly revision: number;
  readonly integrationId: string;
  readonly toolDigest: string;
}

interface RawChange {
  readonly revision: string;
  readonly kind: PolicyChangeRow['kind'];
  readonly integration_id: string | null;
  readonly tool_digest: string | null;
  readonly tool_name: Buffer | null;
  readonly document: string | null;
  readonly connection_revision: string | null;
}

/** Whatever copies need to catch up: the rows as they are now, by the revision that changed them last. */
@Injectable()
export class PolicyChangeRepository {
  /** A row that changes between two pages moves behind the place of both, so none is missed. */
  async listAfter(
    tx: EntityManager,
    workspaceId: string,
    after: PolicyChangePlace,
    limit: number,
  ): Promise<PolicyChangeRow[]> {
    const rows = await tx.query<RawChange[]>(CHANGES, [
      workspaceId,
      after.revision,
      after.integrationId,
      after.toolDigest,
      limit,
    ]);
    return rows.map((row) => ({
      revision: Number(row.revision),
      kind: row.kind,
      integrationId: row.integration_id,
      toolDigest: row.tool_digest,
      toolName: row.tool_name,
      document: row.document,
      connectionRevision: row.connection_revision === null ? null : Number(row.connection_revision),
    }));
  }
}

/** Each branch reads its own index in order. Text in "C" order, so that the cursor compares as the sort does. */
const CHANGES = `
  select revision, kind, nullif(integration_key, '') as integration_id, nullif(tool_key, '') as tool_digest, tool_name, document,
    connection_revision
  from (
    select revision, 'entitlements' as kind, '' as integration_key, '' as tool_key, null::bytea as tool_name,
      json_build_object('agent_approvals', agent_approvals)::text as document,
      null::bigint as connection_revision
    from entitlements where workspace_id = $1 and revision >= $2
    union all
    select revision, 'integration', integration_id::text, '', null,
      case when removed_at is null then document end, connection_revision
    from integrations where workspace_id = $1 and revision >= $2
    union all
    select t.revision, 'tool', t.integration_id::text, t.tool_digest, t.tool_name,
      case when i.removed_at is null and t.pruned_at is null then t.document end, null
    from tool_policies t
    join integrations i on i.workspace_id = t.workspace_id and i.integration_id = t.integration_id
    where t.workspace_id = $1 and t.revision >= $2
  ) changes
  where (revision, integration_key collate "C", tool_key collate "C") > ($2, $3, $4)
  order by revision, integration_key collate "C", tool_key collate "C"
  limit $5`;
