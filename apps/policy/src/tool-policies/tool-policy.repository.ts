import { toolNameBytes, toolNameDigest } from '@countersign/tool-name';
import type { StoredRow, ToolPolicy } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import type { IntegrationKey } from '../integrations/integration.repository.js';
import type { CountedTool } from './count-tools.js';
import { ToolPolicyEntity } from './tool-policy.entity.js';
import { toStoredRow } from './to-stored-row.js';

export interface WrittenRows {
  /** Every row of the integration; only readable ones that `names` lists are written. */
  readonly rows: readonly StoredRow[];
  readonly names: readonly string[];
  readonly revision: number;
}

/** Callers that write hold the integration's row lock. A tombstone of a pruned tool is no row for anybody who reads. */
@Injectable()
export class ToolPolicyRepository {
  /** Every row of an integration, in the order of its list. */
  async list(tx: EntityManager, { workspaceId, integrationId }: IntegrationKey): Promise<StoredRow[]> {
    const rows = await tx.find(ToolPolicyEntity, {
      where: { workspaceId, integrationId, prunedAt: IsNull() },
      order: { ordinal: 'asc', toolDigest: 'asc' },
    });
    return rows.map(toStoredRow);
  }

  /** Of some integrations, by theirs; by the table's key. */
  async listForCounts(
    tx: EntityManager,
    workspaceId: string,
    integrationIds: readonly string[],
  ): Promise<ReadonlyMap<string, CountedTool[]>> {
    const rows = await tx.find(ToolPolicyEntity, {
      where: { workspaceId, integrationId: In(integrationIds), prunedAt: IsNull() },
    });
    const counted = ({ definitionHash, ...row }: ToolPolicyEntity): CountedTool => ({
      row: toStoredRow(row),
      definitionHash,
    });
    const byIntegration = Map.groupBy(rows, ({ integrationId }) => integrationId);
    return new Map([...byIntegration].map(([id, those]) => [id, those.map(counted)]));
  }

  async find(
    tx: EntityManager,
    { workspaceId, integrationId }: IntegrationKey,
    toolName: string,
  ): Promise<StoredRow | undefined> {
    const toolDigest = toolNameDigest(toolName);
    const row = await tx.findOneBy(ToolPolicyEntity, { workspaceId, integrationId, toolDigest, prunedAt: IsNull() });
    return row === null ? undefined : toStoredRow(row);
  }

  /** Of some tools of a workspace, in their order; undefined where there is none. */
  async findAll(
    tx: EntityManager,
    workspaceId: string,
    tools: readonly Pick<ToolPolicyEntity, 'integrationId' | 'toolDigest'>[],
  ): Promise<(StoredRow | undefined)[]> {
    const integrationId = In([...new Set(tools.map((tool) => tool.integrationId))]);
    const toolDigest = In([...new Set(tools.map((tool) => tool.toolDigest))]);
    const found = await tx.findBy(ToolPolicyEntity, { workspaceId, integrationId, toolDigest, prunedAt: IsNull() });
    const rows = new Map(found.map((row) => [`${row.integrationId} ${row.toolDigest}`, row]));
    return tools.map((tool) => {
      const row = rows.get(`${tool.integrationId} ${tool.toolDigest}`);
      return row === undefined ? undefined : toStoredRow(row);
    });
  }

  /** One statement, however many rows. */
  async write(tx: EntityManager, key: IntegrationKey, { rows, names, revision }: WrittenRows): Promise<void> {
    const wanted = new Set(names);
    const policies = rows.flatMap((row) =>
      row.kind === 'readable' && wanted.has(row.policy.toolName) ? [row.policy] : [],
    );
    if (policies.length === 0) return;
    const column = <T>(read: (policy: ToolPolicy) => T): T[] => policies.map(read);
    await tx.query(
      `insert into tool_policies (workspace_id, integration_id, revision, tool_digest, tool_name, ordinal, document,
         definition_hash, acknowledged_hash)
       select $1, $2, $3, * from unnest($4::text[], $5::bytea[], $6::integer[], $7::text[], $8::text[], $9::text[])
       on conflict (workspace_id, integration_id, tool_digest) do update
       set revision = excluded.revision, ordinal = excluded.ordinal, document = excluded.document,
           definition_hash = excluded.definition_hash, acknowledged_hash = excluded.acknowledged_hash, pruned_at = null`,
      [
        key.workspaceId,
        key.integrationId,
        revision,
        column((policy) => toolNameDigest(policy.toolName)),
        column((policy) => toolNameBytes(policy.toolName)),
        column((policy) => policy.ordinal),
        column((policy) => JSON.stringify(policy)),
        column((policy) => policy.definitionHash ?? null),
        column((policy) => policy.acknowledgedHash ?? null),
      ],
    );
  }

  /** Leaves tombstones: what was decided is gone from here, and stands in the audit only. One statement, however many. */
  async prune(
    tx: EntityManager,
    { workspaceId, integrationId }: IntegrationKey,
    { names, revision }: Pick<WrittenRows, 'names' | 'revision'>,
  ): Promise<void> {
    await tx.query(
      `update tool_policies
       set pruned_at = now(), document = 'null', definition_hash = null, acknowledged_hash = null, revision = $3
       where workspace_id = $1 and integration_id = $2 and tool_digest = any($4)`,
      [workspaceId, integrationId, revision, names.map(toolNameDigest)],
    );
  }

  /** Tombstones that no copy can still have to learn of; for the system role. Returns how many. */
  async forgetPruned(tx: EntityManager, afterDays: number, limit: number): Promise<number> {
    const [, count] = await tx.query<[unknown[], number]>(
      `delete from tool_policies where ctid in (
         select ctid from tool_policies where pruned_at < now() - $1 * interval '1 day' limit $2 for update skip locked)`,
      [afterDays, limit],
    );
    return count;
  }

  /** Sends every row to the copies again, without changing any. */
  async touchAll(tx: EntityManager, { workspaceId, integrationId }: IntegrationKey, revision: number): Promise<void> {
    await tx.update(ToolPolicyEntity, { workspaceId, integrationId }, { revision });
  }
}
