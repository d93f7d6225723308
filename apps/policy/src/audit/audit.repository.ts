import { newId } from '@countersign/database';
import { currentRequestId } from '@countersign/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditEntry } from './audit-entry.js';

/** Append-only: the roles of this service may not change a row. */
@Injectable()
export class AuditRepository {
  /** All in one statement. */
  async append(tx: EntityManager, workspaceId: string, entries: readonly AuditEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const column = <T>(read: (entry: AuditEntry) => T): T[] => entries.map(read);
    await tx.query(
      `insert into audit (workspace_id, request_id, id, action, actor, integration_id, tool_name, approval_id, revision, before, after)
       select $1, $2, * from unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::bytea[], $8::uuid[], $9::bigint[], $10::text[], $11::text[])`,
      [
        workspaceId,
        currentRequestId() ?? null,
        column(() => newId()),
        column((entry) => entry.action),
        column((entry) => JSON.stringify(entry.actor)),
        column((entry) => entry.integrationId ?? null),
        column((entry) => (entry.toolName === undefined ? null : Buffer.from(entry.toolName))),
        column((entry) => entry.approvalId ?? null),
        column((entry) => entry.revision ?? null),
        column((entry) => toText(entry.before)),
        column((entry) => toText(entry.after)),
      ],
    );
  }
}

/** JSON spells U+0000 out, so that any value fits into a text column. */
function toText(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
