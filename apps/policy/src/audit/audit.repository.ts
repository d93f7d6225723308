import { type Actor, type AuditedRow, policyAudited } from '@countersign/contracts';
import { newId, Outbox } from '@countersign/database';
import { currentRequestId } from '@countersign/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditEntry } from './audit-entry.js';
import { toAuditedRow } from './audit.view.js';
import { packRows } from './pack-rows.js';

/** Append-only: the roles of this service may not change a row, and a trigger keeps everybody else from it. */
@Injectable()
export class AuditRepository {
  constructor(private readonly outbox: Outbox) {}

  /** With the announcement of every row, in the caller's transaction: one statement for each of the two tables. */
  async append(tx: EntityManager, workspaceId: string, entries: readonly AuditEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const rows = await this.insert(tx, workspaceId, entries.map(toNewRow));
    await this.outbox.addAll(
      tx,
      policyAudited,
      // Each event is an aggregate of its own: rows have no order but their time, and hold nothing else up. Its id is a
      // row's, so that whoever asked for that row before it came has heard of it.
      packRows(rows.map(toAuditedRow)).map((data) => {
        const { id, at } = data;
        return { workspaceId, aggregateId: id, eventId: id, occurredAt: new Date(at), data };
      }),
    );
  }

  /** Rows from an id on, or after one; the oldest first. */
  async list(
    tx: EntityManager,
    workspaceId: string,
    { from, after, limit }: { readonly from: string; readonly after: string | null; readonly limit: number },
  ): Promise<AuditedRow[]> {
    const rows = await tx.query<StoredRow[]>(
      `select * from audit where workspace_id = $1 and id >= $2 and ($3::uuid is null or id > $3) order by id limit $4`,
      [workspaceId, from, after, limit],
    );
    return rows.map(fromStoredRow);
  }

  /** The same rows with the time when the database wrote each of them, by its clock. */
  private async insert(tx: EntityManager, workspaceId: string, rows: readonly AuditedRow[]): Promise<AuditedRow[]> {
    const column = <T>(read: (row: AuditedRow) => T): T[] => rows.map(read);
    const written = await tx.query<{ id: string; at: Date }[]>(
      `insert into audit (workspace_id, id, request_id, action, actor, way, integration_id, tool_name, approval_id, revision, before, after)
       select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::bytea[], $9::uuid[],
         $10::bigint[], $11::text[], $12::text[])
       returning id, at`,
      [
        workspaceId,
        column(({ id }) => id),
        column(({ requestId }) => requestId),
        column(({ action }) => action),
        column(({ actor }) => JSON.stringify(actor)),
        column(({ way }) => way ?? null),
        column(({ integrationId }) => integrationId),
        column(({ toolName }) => (toolName === null ? null : Buffer.from(toolName))),
        column(({ approvalId }) => approvalId),
        column(({ revision }) => revision),
        column(({ before }) => before),
        column(({ after }) => after),
      ],
    );
    const times = new Map(written.map(({ id, at }) => [id, at.toISOString()]));
    return rows.map((row) => ({ ...row, at: times.get(row.id) ?? row.at }));
  }
}

interface StoredRow {
  readonly id: string;
  readonly at: Date;
  readonly action: string;
  readonly actor: string;
  readonly way: string | null;
  readonly integration_id: string | null;
  readonly tool_name: Buffer | null;
  readonly approval_id: string | null;
  readonly revision: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly request_id: string | null;
}

function fromStoredRow(row: StoredRow): AuditedRow {
  const { id, action, way, before, after } = row;
  return {
    id,
    at: row.at.toISOString(),
    action,
    actor: JSON.parse(row.actor) as Actor,
    way,
    integrationId: row.integration_id,
    toolName: row.tool_name?.toString() ?? null,
    approvalId: row.approval_id,
    revision: row.revision === null ? null : Number(row.revision),
    before,
    after,
    requestId: row.request_id,
  };
}

/** Whole, at a time that the database will say. */
function toNewRow({ action, actor, way, before, after, ...entry }: AuditEntry): AuditedRow {
  return {
    id: newId(),
    at: new Date().toISOString(),
    action,
    actor,
    way: way ?? null,
    integrationId: entry.integrationId ?? null,
    toolName: entry.toolName ?? null,
    approvalId: entry.approvalId ?? null,
    revision: entry.revision ?? null,
    before: toText(before),
    after: toText(after),
    requestId: currentRequestId() ?? null,
  };
}

/** JSON spells U+0000 out, so that any value fits into a text column. */
function toText(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
