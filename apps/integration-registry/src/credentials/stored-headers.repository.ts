import type { StoredHeader } from '@countersign/contracts';
import type { SealedSecret } from '@countersign/tokens';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IntegrationRef } from '../integrations/integration.repository.js';

export interface SealedHeaders {
  readonly names: readonly string[];
  readonly sealed: SealedSecret;
  /** The person, for other people. */
  readonly setBy: string;
}

interface HeadersRow {
  readonly integration_id: string;
  readonly names: string;
  readonly sealed: string;
  readonly set_at: Date;
  readonly set_by: string;
}

@Injectable()
export class StoredHeadersRepository {
  async replace(tx: EntityManager, ref: IntegrationRef, headers: SealedHeaders | null): Promise<void> {
    await tx.query('delete from integration_headers where workspace_id = $1 and integration_id = $2', [
      ref.workspaceId,
      ref.integrationId,
    ]);
    if (headers === null) return;
    await tx.query(
      'insert into integration_headers (workspace_id, integration_id, names, sealed, set_by) values ($1, $2, $3, $4, $5)',
      [
        ref.workspaceId,
        ref.integrationId,
        JSON.stringify(headers.names),
        JSON.stringify(headers.sealed),
        headers.setBy,
      ],
    );
  }

  async findSealed(tx: EntityManager, ref: IntegrationRef): Promise<SealedSecret | null> {
    const [row] = await tx.query<HeadersRow[]>(
      'select sealed from integration_headers where workspace_id = $1 and integration_id = $2',
      [ref.workspaceId, ref.integrationId],
    );
    return row === undefined ? null : (JSON.parse(row.sealed) as SealedSecret);
  }

  /** What people may know of them, by integration id. */
  async listStored(
    tx: EntityManager,
    workspaceId: string,
    integrationIds: readonly string[],
  ): Promise<ReadonlyMap<string, StoredHeader[]>> {
    const rows = await tx.query<Omit<HeadersRow, 'sealed'>[]>(
      `select integration_id, names, set_at, set_by from integration_headers
       where workspace_id = $1 and integration_id = any($2::uuid[])`,
      [workspaceId, integrationIds],
    );
    return new Map(rows.map((row) => [row.integration_id, toStoredHeaders(row)]));
  }
}

function toStoredHeaders({ names, set_at: setAt, set_by: setBy }: Omit<HeadersRow, 'sealed'>): StoredHeader[] {
  return (JSON.parse(names) as string[]).map((name) => ({ name, setAt: setAt.toISOString(), setBy }));
}
