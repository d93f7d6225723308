import type { Actor } from '@countersign/contracts';
import type { AuditEntryView } from './audit.dto.js';
import type { AuditEntryEntity } from './audit-entry.entity.js';

export function toAuditEntryView(row: AuditEntryEntity): AuditEntryView {
  return {
    id: row.id,
    at: row.at.toISOString(),
    action: row.action,
    actor: JSON.parse(row.actor) as Actor,
    integrationId: row.integrationId,
    approvalId: row.approvalId,
    way: row.way,
    requestId: row.requestId,
    details: JSON.parse(row.details) as Record<string, unknown>,
  };
}
