import { Count, Id, Nested, NonEmptyText, Nullable, Optional, Text, Time } from '../fields.js';
import { Actor } from '../principal.js';

/** Of `before` and of `after`, as JSON text; what is longer is cut and stays whole in policy's own record. */
export const AUDIT_TEXT_LENGTH_MAX = 16_000;

/** A row of policy's append-only record, as it commits: for whoever shows the audit of a workspace. */
export class PolicyAudited {
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
