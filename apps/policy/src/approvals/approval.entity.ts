import type { Actor, ApprovalState, Way } from '@countersign/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { jsonTextColumn, revisionColumn } from '../columns.js';

@Entity('approvals')
export class ApprovalEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'call_id' }) callId!: string;
  @Column('text') state!: ApprovalState;
  @Column('uuid', { name: 'integration_id' }) integrationId!: string;
  @Column('text', { name: 'integration_slug' }) integrationSlug!: string;
  @Column('text', { name: 'tool_digest' }) toolDigest!: string;
  @Column('bytea', { name: 'tool_name' }) toolName!: Buffer;
  @Column('text', { name: 'exposed_name' }) exposedName!: string;
  @Column('bigint', { name: 'connection_revision', transformer: revisionColumn }) connectionRevision!: number;
  @Column('text', { name: 'definition_hash' }) definitionHash!: string;
  @Column('text', { name: 'arguments_hash' }) argumentsHash!: string;
  @Column('text', { name: 'binding_hash' }) bindingHash!: string;
  @Column('integer', { name: 'binding_version' }) bindingVersion!: number;
  @Column('text', { transformer: jsonTextColumn }) principal!: Actor;
  @Column('uuid', { name: 'run_id', nullable: true }) runId!: string | null;
  /** The token that asked, or that started the run; null: a person did. */
  @Column('text', { name: 'token_id', nullable: true }) tokenId!: string | null;
  @Column('text', { name: 'ask_reason' }) askReason!: string;
  @Column('timestamptz', { name: 'requested_at' }) requestedAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
  @Column('text', { name: 'decided_by', nullable: true, transformer: jsonTextColumn }) decidedBy!: Actor | null;
  @Column('text', { name: 'reason_code', nullable: true }) reasonCode!: ReasonCode | null;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('boolean', { name: 'self_approved' }) selfApproved!: boolean;
  /** That the tool's policy names, or named when this ended: who hears of it, and who decides. */
  @Column('text', { name: 'approver_group', nullable: true }) approverGroup!: string | null;
  @Column('text', { name: 'decided_via', nullable: true }) decidedVia!: Way | null;
  /** Both of what runs instead of what was asked for; null: nobody edited it. */
  @Column('text', { name: 'edited_arguments_hash', nullable: true }) editedArgumentsHash!: string | null;
  @Column('text', { name: 'edited_binding_hash', nullable: true }) editedBindingHash!: string | null;
  /** When what was approved was taken back unsent; null: it was not. */
  @Column('timestamptz', { name: 'withdrawn_at', nullable: true }) withdrawnAt!: Date | null;
  /** The next reminder; null: there is none any more. */
  @Column('timestamptz', { name: 'remind_at', nullable: true }) remindAt!: Date | null;
}

/** What ended an approval. Stable: the router tells the model by it. */
export type ReasonCode =
  | 'approved'
  | 'denied'
  | 'expired'
  | 'cancelled'
  | 'withdrawn'
  | 'run_cancelled'
  | 'tool_disabled'
  | 'tool_missing'
  | 'tool_changed'
  | 'tool_denied'
  | 'integration_removed'
  | 'integration_moved'
  | 'token_revoked'
  | 'member_removed';

/** An approval that is over. */
export type SettledApproval = ApprovalEntity & { readonly decidedAt: Date; readonly reasonCode: ReasonCode };
export type Outcome = Exclude<ApprovalState, 'pending'>;

export function isSettled(approval: ApprovalEntity): approval is SettledApproval {
  return approval.decidedAt !== null && approval.reasonCode !== null;
}
