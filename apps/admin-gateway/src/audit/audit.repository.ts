import type { EventEnvelope } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { currentRequestId } from '@countersign/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { AuditEntry } from './audit-entry.js';
import { AuditEntryEntity } from './audit-entry.entity.js';

/** A yearly review still sees the one before it. */
const AUDIT_KEPT_DAYS = 400;
/** Small enough that a sweep is never noticed by others; what is left goes with the next one. */
const ROWS_PER_SWEEP = 10_000;

export interface AuditQuery {
  readonly cursor?: string;
  readonly integrationId?: string;
  readonly approvalId?: string;
  /** `approval` is every action of approvals, `approval.denied` is that one. */
  readonly action?: string;
  /** Of a token, or of a person: what they did themselves and what their tokens and runs did. */
  readonly actor?: string;
  /** RFC 3339; `from` is in, `until` is not. */
  readonly from?: string;
  readonly until?: string;
}

/** Where and when an entry comes from; without a time it happens now. */
type Origin = Pick<EventEnvelope, 'id' | 'workspaceId'> & { readonly occurredAt: string | null };

/** Append-only: no role that serves people may change a row. */
@Injectable()
export class AuditRepository {
  /** What an event tells; the same event adds nothing more. */
  async append(tx: EntityManager, { id: eventId, workspaceId, occurredAt }: Origin, entry: AuditEntry): Promise<void> {
    const { action, actor, integrationId, approvalId, way, requestId, details } = entry;
    await tx.query(
      `insert into audit_entries (id, workspace_id, event_id, at, action, actor, actor_id, owner_id,
         integration_id, approval_id, way, request_id, details)
       values ($1, $2, $3, coalesce($4::timestamptz, now()), $5, $6, $7, $8, $9, $10, $11, $12, $13)
       on conflict (workspace_id, event_id) do nothing`,
      [
        newId(),
        workspaceId,
        eventId,
        occurredAt,
        action,
        JSON.stringify(actor),
        actor.id,
        actor.ownerId ?? null,
        integrationId ?? null,
        approvalId ?? null,
        way ?? null,
        requestId ?? null,
        JSON.stringify(details),
      ],
    );
  }

  /** What happens here, in the transaction that does it. */
  async record(tx: EntityManager, workspaceId: string, entry: AuditEntry): Promise<void> {
    const origin = { id: newId(), workspaceId, occurredAt: null };
    await this.append(tx, origin, { requestId: currentRequestId() ?? null, ...entry });
  }

  /** The newest first: in the order in which they became known, which no later entry changes. */
  list(tx: EntityManager, workspaceId: string, query: AuditQuery, limit: number): Promise<AuditEntryEntity[]> {
    const rows = tx.createQueryBuilder(AuditEntryEntity, 'e').where('e.workspaceId = :workspaceId', { workspaceId });
    return narrow(rows, query).orderBy('e.id', 'DESC').take(limit).getMany();
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
  action: `(e.action = :action or starts_with(e.action, :action || '.'))`,
  actor: '(e.actorId = :actor or e.ownerId = :actor)',
  from: 'e.at >= :from',
  until: 'e.at < :until',
};

/** Not every offset that RFC 3339 allows is one to Postgres. */
const TIMES: ReadonlySet<string> = new Set(['from', 'until'] satisfies (keyof AuditQuery)[]);

function narrow(rows: SelectQueryBuilder<AuditEntryEntity>, query: AuditQuery): SelectQueryBuilder<AuditEntryEntity> {
  for (const [name, condition] of Object.entries(CONDITIONS)) {
    const value = query[name as keyof AuditQuery];
    if (value !== undefined) rows.andWhere(condition, { [name]: TIMES.has(name) ? new Date(value) : value });
  }
  return rows;
}
