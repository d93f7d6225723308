import type { EventEnvelope } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { type EntityManager, type FindOptionsWhere, LessThan } from 'typeorm';
import type { AuditEntry } from './audit-entry.js';
import { AuditEntryEntity } from './audit-entry.entity.js';

/** A yearly review still sees the one before it. */
const AUDIT_KEPT_DAYS = 400;
/** Small enough that a sweep is never noticed by others; what is left goes with the next one. */
const ROWS_PER_SWEEP = 10_000;

export interface AuditQuery {
  readonly cursor?: string;
  readonly integrationId?: string;
  readonly action?: string;
}

/** Append-only: the role that serves people may not change a row. */
@Injectable()
export class AuditRepository {
  async append(
    tx: EntityManager,
    { id: eventId, workspaceId, occurredAt }: EventEnvelope,
    entry: AuditEntry,
  ): Promise<void> {
    const { action, actor, integrationId, details } = entry;
    await tx.query(
      `insert into audit_entries (id, workspace_id, event_id, at, action, actor, integration_id, details)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (workspace_id, event_id) do nothing`,
      [
        newId(),
        workspaceId,
        eventId,
        occurredAt,
        action,
        JSON.stringify(actor),
        integrationId,
        JSON.stringify(details),
      ],
    );
  }

  /** The newest first. */
  list(tx: EntityManager, workspaceId: string, query: AuditQuery, limit: number): Promise<AuditEntryEntity[]> {
    const { cursor, integrationId, action } = query;
    const where: FindOptionsWhere<AuditEntryEntity> = {
      workspaceId,
      ...(cursor !== undefined && { id: LessThan(cursor) }),
      ...(integrationId !== undefined && { integrationId }),
      ...(action !== undefined && { action }),
    };
    return tx.find(AuditEntryEntity, { where, order: { id: 'desc' }, take: limit });
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
