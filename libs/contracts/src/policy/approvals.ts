import { IsBoolean } from 'class-validator';
import {
  Count,
  Hash,
  Id,
  Nested,
  NestedList,
  NonEmptyText,
  Nullable,
  OneOf,
  Optional,
  Text,
  TextList,
  Time,
} from '../fields.js';
import { Actor, ActorRequest, PageRequest, WorkspaceRequest } from '../principal.js';

export const APPROVAL_STATES = ['pending', 'approved', 'denied', 'expired', 'invalidated', 'cancelled'] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];
export const DECISIONS = ['approve', 'deny'] as const;
export type Decision = (typeof DECISIONS)[number];

export class ApprovalView {
  @Id() id!: string;
  @Id() workspaceId!: string;
  @Id() callId!: string;
  @OneOf(APPROVAL_STATES) state!: ApprovalState;
  @Id() integrationId!: string;
  @NonEmptyText(24) integrationSlug!: string;
  @NonEmptyText(1_024) toolName!: string;
  @NonEmptyText(128) exposedName!: string;
  @Nested(() => Actor) principal!: Actor;
  @Nullable() @Id() runId!: string | null;
  /** Why a person is asked: `requires_approval`, `review_new`, `review_changed`, `definition_drift`, `strictness`. */
  @NonEmptyText(64) askReason!: string;
  @Hash() definitionHash!: string;
  @Hash() argumentsHash!: string;
  @Hash() bindingHash!: string;
  @Time() requestedAt!: string;
  @Time() expiresAt!: string;
  @Nullable() @Time() decidedAt!: string | null;
  @Nullable() @Nested(() => Actor) decidedBy!: Actor | null;
  /** The person's words, or what ended it. */
  @Nullable() @Text(2_000) reason!: string | null;
  @IsBoolean() selfApproved!: boolean;
}

export class ListApprovalsRequest extends PageRequest {
  @Optional() @OneOf(APPROVAL_STATES) state?: ApprovalState;
}

export class ApprovalPage {
  @NestedList(() => ApprovalView, 200) items!: ApprovalView[];
  @Nullable() @Text(512) nextCursor!: string | null;
}

export class ApprovalRequest extends WorkspaceRequest {
  @Id() approvalId!: string;
}

export class DecideApprovalRequest extends ActorRequest {
  @Id() approvalId!: string;
  @OneOf(DECISIONS) decision!: Decision;
  @Optional() @Text(2_000) reason?: string;
  /** The groups that the actor is in, as the gateway knows them; a tool may name one that decides. */
  @Optional() @TextList(200) approverGroups?: string[];
}

export class CancelApprovalRequest extends ActorRequest {
  @Id() approvalId!: string;
  @Text(2_000) reason!: string;
}

export class FindApprovalOutcomeRequest extends WorkspaceRequest {
  @Id() approvalId!: string;
}

export class ApprovalDecided {
  @Id() approvalId!: string;
  @Id() callId!: string;
  @OneOf(APPROVAL_STATES) outcome!: Exclude<ApprovalState, 'pending'>;
  /** Only when approved: the signed, single-use permission. */
  @Nullable() @Text(8_192) grant!: string | null;
  @Nullable() @Nested(() => Actor) decidedBy!: Actor | null;
  @NonEmptyText(64) reasonCode!: string;
  @Nullable() @Text(2_000) reason!: string | null;
  @Time() decidedAt!: string;
}

/** `state` null: policy has never heard of it, so the request must be announced again. */
export class ApprovalOutcome {
  @Nullable() @OneOf(APPROVAL_STATES) state!: ApprovalState | null;
  @Nullable() @Nested(() => ApprovalDecided) decided!: ApprovalDecided | null;
}

/** Ids and hashes only: the arguments are fetched from the router by request. */
export class ApprovalRequested {
  @Id() approvalId!: string;
  @Id() callId!: string;
  @Id() integrationId!: string;
  @NonEmptyText(24) integrationSlug!: string;
  @NonEmptyText(1_024) toolName!: string;
  @NonEmptyText(128) exposedName!: string;
  @Count() connectionRevision!: number;
  @Hash() definitionHash!: string;
  @Hash() argumentsHash!: string;
  @Hash() bindingHash!: string;
  @Count() bindingVersion!: number;
  @Nested(() => Actor) principal!: Actor;
  @Nullable() @Id() runId!: string | null;
  /** The token that asked, or that started the run; its revocation voids the request. Null or absent: a person's. */
  @Optional() @Text(128) tokenId?: string | null;
  @NonEmptyText(64) askReason!: string;
  @Time() requestedAt!: string;
  @Time() expiresAt!: string;
}

export class ApprovalWithdrawn {
  @Id() approvalId!: string;
  @Id() callId!: string;
  @Text(2_000) reason!: string;
}
