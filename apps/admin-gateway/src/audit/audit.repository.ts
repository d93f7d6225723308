import { newId } from '@countersign/database';
import { currentRequestId } from '@countersign/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { AuditEntry, RecordedEntry } from './audit-entry.js';
import { AuditEntryEntity } from './audit-entry.entity.js';

/** A yearly review still sees the one before it. */
export const AUDIT_KEPT_DAYS = 400;
/** Small enough that a sweep is never noticed by others; what is left goes with the next one. */
const ROWS_PER_SWEEP = 10_000;

export interface AuditQuery {
  readonly cursor?: string;
  readonly integrationId?: string;
  readonly approvalId?: string;
  /** The exact name; of what is about one tool. */
  readonly tool?: string;
  readonly way?: string;
  /** `approval` is every action of approvals, `approval.denied` is that one. */
  readonly action?: string;
  /** Of a token, or of a person: what they did themselves and what their tokens and runs did. */
  readonly actor?: string;
  /** RFC 3339; `from` is in, `until` is not. */
  readonly from?: string;
  readonly until?: string;
}

/** Append-only: no role that serves people may change a row. */
@Injectable()
export class AuditRepository {
  /** One statement, however many. What is here already adds nothing more. Returns how many were added. */
  async appendAll(tx: EntityManager, workspaceId: string, recorded: readonly RecordedEntry[]): Promise<number> {
    if (recorded.length === 0) return 0;
    const column = <T>(read: (entry: AuditEntry) => T): T[] => recorded.map(({ entry }) => read(entry));
    const added = await tx.query<unknown[]>(
      `insert into audit_entries (workspace_id, id, event_id, at, action, actor, actor_id, owner_id,
         integration_id, approval_id, way, request_id, details)
       select $1, id, event_id, coalesce(at, now()), action, actor, actor_id, owner_id, integration_id, approval_id, way,
         request_id, details
       from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[],
         $10::uuid[], $11::text[], $12::text[], $13::text[])
         as row (id, event_id, at, action, actor, actor_id, owner_id, integration_id, approval_id, way, request_id, details)
       on conflict (workspace_id, event_id) do nothing returning 1`,
      [
        workspaceId,
        recorded.map(() => newId()),
        recorded.map(({ eventId }) => eventId),
        recorded.map(({ occurredAt }) => occurredAt),
        column(({ action }) => action),
        column(({ actor }) => JSON.stringify(actor)),
        column(({ actor }) => actor.id),
        column(({ actor }) => actor.ownerId ?? null),
        column(({ integrationId }) => integrationId ?? null),
        column(({ approvalId }) => approvalId ?? null),
        column(({ way }) => way ?? null),
        column(({ requestId }) => requestId ?? null),
        column(({ details }) => JSON.stringify(details)),
      ],
    );
    return added.length;
  }

  /** What happens here, in the transaction that does it. */
  async record(tx: EntityManager, workspaceId: string, entry: AuditEntry): Promise<void> {
    const withRequest = { requestId: currentRequestId() ?? null, ...entry };
    await this.appendAll(tx, workspaceId, [{ eventId: newId(), occurredAt: null, entry: withRequest }]);
  }

  /** The newest first: in the order in which they became known, which no later entry changes. */
  list(tx: EntityManager, workspaceId: string, query: AuditQuery, limit: number): Promise<AuditEntryEntity[]> {
    return this.listing(tx, workspaceId, query, limit).getMany();
  }

  listing(
    tx: EntityManager,
    workspaceId: string,
    query: AuditQuery,
    limit: number,
  ): SelectQueryBuilder<AuditEntryEntity> {
    const rows = tx.createQueryBuilder(AuditEntryEntity, 'e').where('e.workspaceId = :workspaceId', { workspaceId });
    return narrow(rows, query).orderBy('e.id', 'DESC').take(limit);
  }

  /** As the system role. */
  async deleteOld(tx: EntityManager): Promise<void> {
    await tx.query(
      `delete from audit_entries where id in (
         select id from audit_entries where at < now() - $1 * interval '1 day' limit $2)`,
      [AUDIT_KEPT_DAYS, ROWS_PER_SWEEP],
    );
  }
}

const CONDITIONS: Readonly<Record<keyof AuditQuery, string>> = {
  cursor: 'e.id < :cursor',
  integrationId: 'e.integrationId = :integrationId',
  approvalId: 'e.approvalId = :approvalId',
  // As the details are written: the same text has the same escapes.
  tool: 'position(:tool in e.details) > 0',
  way: 'e.way = :way',
  action: 'e.action = :action',
  actor: '(e.actorId = :actor or e.ownerId = :actor)',
  from: 'e.at >= :from',
  until: 'e.at < :until',
};

/** Apart from the condition of one action, which its index answers in order. */
const OF_KIND = `(e.action = :action or starts_with(e.action, :action || '.'))`;

/** Not every offset that RFC 3339 allows is one to Postgres. */
const TIMES: ReadonlySet<string> = new Set(['from', 'until'] satisfies (keyof AuditQuery)[]);

function narrow(rows: SelectQueryBuilder<AuditEntryEntity>, query: AuditQuery): SelectQueryBuilder<AuditEntryEntity> {
  for (const [name, condition] of Object.entries(CONDITIONS)) {
    const value = query[name as keyof AuditQuery];
    if (value === undefined) continue;
    const isKind = name === 'action' && !value.includes('.');
    rows.andWhere(isKind ? OF_KIND : condition, { [name]: toParameter(name, value) });
  }
  return rows;
}

function toParameter(name: string, value: string): string | Date {
  if (TIMES.has(name)) return new Date(value);
  return name === 'tool' ? `"toolName":${JSON.stringify(value)}` : value;
}
