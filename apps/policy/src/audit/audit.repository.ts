import { policyAudited } from '@countersign/contracts';
import { newId, Outbox } from '@countersign/database';
import { currentRequestId } from '@countersign/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditEntry } from './audit-entry.js';
import { toPolicyAudited } from './audit.view.js';

/** A row as it is written. */
export interface NewAuditRow {
  readonly id: string;
  readonly entry: AuditEntry;
  /** JSON text, whole. */
  readonly before: string | null;
  readonly after: string | null;
  readonly requestId: string | null;
}

/** Append-only: the roles of this service may not change a row, and a trigger keeps everybody else from it. */
@Injectable()
export class AuditRepository {
  constructor(private readonly outbox: Outbox) {}

  /** With the announcement of every row, in the caller's transaction: one statement for each of the two tables. */
  async append(tx: EntityManager, workspaceId: string, entries: readonly AuditEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const rows = entries.map(toRow);
    const times = await this.insert(tx, workspaceId, rows);
    await this.outbox.addAll(
      tx,
      policyAudited,
      rows.map((row) => {
        const at = times.get(row.id) ?? new Date();
        // Each row is an aggregate of its own: they have no order but their time, and hold nothing else up.
        return { workspaceId, aggregateId: row.id, occurredAt: at, data: toPolicyAudited(row, at) };
      }),
    );
  }

  /** When the database wrote each of them, by its clock. */
  private async insert(
    tx: EntityManager,
    workspaceId: string,
    rows: readonly NewAuditRow[],
  ): Promise<ReadonlyMap<string, Date>> {
    const column = <T>(read: (row: NewAuditRow) => T): T[] => rows.map(read);
    const written = await tx.query<{ id: string; at: Date }[]>(
      `insert into audit (workspace_id, id, request_id, action, actor, way, integration_id, tool_name, approval_id, revision, before, after)
       select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::bytea[], $9::uuid[],
         $10::bigint[], $11::text[], $12::text[])
       returning id, at`,
      [
        workspaceId,
        column(({ id }) => id),
        column(({ requestId }) => requestId),
        column(({ entry }) => entry.action),
        column(({ entry }) => JSON.stringify(entry.actor)),
        column(({ entry }) => entry.way ?? null),
        column(({ entry }) => entry.integrationId ?? null),
        column(({ entry }) => (entry.toolName === undefined ? null : Buffer.from(entry.toolName))),
        column(({ entry }) => entry.approvalId ?? null),
        column(({ entry }) => entry.revision ?? null),
        column(({ before }) => before),
        column(({ after }) => after),
      ],
    );
    return new Map(written.map(({ id, at }) => [id, at]));
  }
}

function toRow(entry: AuditEntry): NewAuditRow {
  const { before, after } = entry;
  return { id: newId(), entry, before: toText(before), after: toText(after), requestId: currentRequestId() ?? null };
}

/** JSON spells U+0000 out, so that any value fits into a text column. */
function toText(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
