import { toolNameBytes, toolNameDigest } from '@countersign/tool-name';
import type { StoredRow, ToolPolicy } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IntegrationKey } from '../integrations/integration.repository.js';
import { ToolPolicyEntity } from './tool-policy.entity.js';
import { toStoredRow } from './to-stored-row.js';

export interface WrittenRows {
  /** Every row of the integration; only readable ones that `names` lists are written. */
  readonly rows: readonly StoredRow[];
  readonly names: readonly string[];
  readonly revision: number;
}

/** Callers that write hold the integration's row lock. */
@Injectable()
export class ToolPolicyRepository {
  /** Every row of an integration, in the order of its list. */
  async list(tx: EntityManager, { workspaceId, integrationId }: IntegrationKey): Promise<StoredRow[]> {
    const rows = await tx.find(ToolPolicyEntity, {
      where: { workspaceId, integrationId },
      order: { ordinal: 'asc', toolDigest: 'asc' },
    });
    return rows.map(toStoredRow);
  }

  async find(
    tx: EntityManager,
    { workspaceId, integrationId }: IntegrationKey,
    toolName: string,
  ): Promise<StoredRow | undefined> {
    const toolDigest = toolNameDigest(toolName);
    const row = await tx.findOneBy(ToolPolicyEntity, { workspaceId, integrationId, toolDigest });
    return row === null ? undefined : toStoredRow(row);
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
      `insert into tool_policies (workspace_id, integration_id, revision, tool_digest, tool_name, ordinal, document, definition_hash)
       select $1, $2, $3, * from unnest($4::text[], $5::bytea[], $6::integer[], $7::text[], $8::text[])
       on conflict (workspace_id, integration_id, tool_digest) do update
       set revision = excluded.revision, ordinal = excluded.ordinal, document = excluded.document,
           definition_hash = excluded.definition_hash`,
      [
        key.workspaceId,
        key.integrationId,
        revision,
        column((policy) => toolNameDigest(policy.toolName)),
        column((policy) => toolNameBytes(policy.toolName)),
        column((policy) => policy.ordinal),
        column((policy) => JSON.stringify(policy)),
        column((policy) => policy.definitionHash ?? null),
      ],
    );
  }

  /** Sends every row to the copies again, without changing any. */
  async touchAll(tx: EntityManager, { workspaceId, integrationId }: IntegrationKey, revision: number): Promise<void> {
    await tx.update(ToolPolicyEntity, { workspaceId, integrationId }, { revision });
  }
}
