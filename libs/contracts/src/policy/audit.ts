import { Count, Id, Nested, NestedList, NonEmptyText, Nullable, Optional, Text, Time } from '../fields.js';
import { Actor, PAGE_SIZE_MAX, PageRequest } from '../principal.js';

/** Of `before` and of `after`, as JSON text; what is longer is cut and stays whole in policy's own record. */
export const AUDIT_TEXT_LENGTH_MAX = 16_000;

/** A row of policy's append-only record, for whoever shows the audit of a workspace. */
export class AuditedRow {
  @Id() id!: string;
  @Time() at!: string;
  /** `tool_policy.updated`, `approval.approved` … */
  @NonEmptyText(64) action!: string;
  @Nested(() => Actor) actor!: Actor;
  @Optional() @Text(32) way?: string | null;
  @Nullable() @Id() integrationId!: string | null;
  @Nullable() @NonEmptyText(1_024) toolName!: string | null;
  @Nullable() @Id() approvalId!: string | null;
  @Nullable() @Count() revision!: number | null;
  @Nullable() @Text(AUDIT_TEXT_LENGTH_MAX) before!: string | null;
  @Nullable() @Text(AUDIT_TEXT_LENGTH_MAX) after!: string | null;
  @Nullable() @Text(128) requestId!: string | null;
}

/** A row as it commits, and as many more of the same transaction as fit into one event. */
export class PolicyAudited extends AuditedRow {
  @Optional() @NestedList(() => AuditedRow) others?: AuditedRow[];
}

/** For whoever keeps a copy, and may have lost events. */
export class ListAuditedRowsRequest extends PageRequest {
  /** By the clocks of whoever wrote the rows: ask from somewhat earlier than what is known. */
  @Time() since!: string;
}

export class AuditedRowPage {
  @NestedList(() => AuditedRow, PAGE_SIZE_MAX) items!: AuditedRow[];
  @Nullable() @Text(512) nextCursor!: string | null;
  /** When this was read, by policy's clock. */
  @Time() readAt!: string;
}
