import type { Actor } from '@countersign/contracts';
import type { AuditAction } from './audit-entry.js';
import type { AuditEntryView } from './audit.dto.js';
import type { AuditEntryEntity } from './audit-entry.entity.js';

export function toAuditEntryView(row: AuditEntryEntity): AuditEntryView {
  return {
    id: row.id,
    at: row.at.toISOString(),
    action: row.action as AuditAction,
    actor: JSON.parse(row.actor) as Actor,
    integrationId: row.integrationId,
    details: JSON.parse(row.details) as Record<string, unknown>,
  };
}
