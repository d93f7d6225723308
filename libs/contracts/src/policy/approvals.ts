import { ArrayMinSize, IsBoolean, IsObject } from 'class-validator';
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
import { Actor, ActorRequest, PageRequest, type Way, WAYS, WorkspaceRequest, WriteRequest } from '../principal.js';
import { ARGUMENTS_BYTES_MAX } from '../router/calls.js';
import { DefinitionDifference } from '../registry/tool-changes.js';

export const APPROVAL_STATES = ['pending', 'approved', 'denied', 'expired', 'invalidated', 'cancelled'] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];
export const DECISIONS = ['approve', 'deny'] as const;
export type Decision = (typeof DECISIONS)[number];

/** What an approver made of the arguments. Both are canonical JSON. */
export class ArgumentsEdit {
  @Text(ARGUMENTS_BYTES_MAX) original!: string;
  @Text(ARGUMENTS_BYTES_MAX) edited!: string;
  /** By JSON pointers from the arguments. */
  @NestedList(() => DefinitionDifference, 100) differences!: DefinitionDifference[];
  @IsBoolean() truncated!: boolean;
}

/** What is asked for is done by this tool, as it was when it was asked for. */
export class ApprovalTool {
  @Nullable() @Text(1_024) title!: string | null;
  @Nullable() @Text(4_000) description!: string | null;
  @Nullable() @IsObject() annotations!: Record<string, unknown> | null;
}

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
  /** `denied`, `expired`, `tool_disabled`, `token_revoked` …; null while it is pending. */
  @Optional() @Text(64) reasonCode?: string | null;
  @Optional() @OneOf(WAYS) decidedVia?: Way | null;
  /** Only its members are asked. Null or absent: everybody who may decide. */
  @Optional() @Text(128) approverGroup?: string | null;
  /** Why an approval would run nothing as things are: it would end with this. Null: it would run. */
  @Optional() @Text(1_000) obstacle?: string | null;
  /** Why whoever looks may not decide this, whatever they choose. Null or absent: nothing is known to forbid it. */
  @Optional() @Text(1_000) refusal?: string | null;
  /** The arguments that run are others than were asked for. */
  @Optional() @IsBoolean() argumentsEdited?: boolean;
  @IsBoolean() selfApproved!: boolean;
  /** Only where a list is asked for it; null: what it was is not kept any more. */
  @Optional() @Nested(() => ApprovalTool) tool?: ApprovalTool | null;
  /** When what was approved was taken back before it was sent: nothing was run, and nothing will be. */
  @Optional() @Time() withdrawnAt?: string | null;
}

/** With what its arguments have to be, and how it differs from what somebody acknowledged last. */
export class ApprovalToolDetails extends ApprovalTool {
  /** Null: it is not known (any more), or too large to be shown. */
  @Nullable() @IsObject() inputSchema!: Record<string, unknown> | null;
  /** Null: nobody has acknowledged it, or it is gone. */
  @Nullable() @Hash() acknowledgedHash!: string | null;
  @NestedList(() => DefinitionDifference, 100) differences!: DefinitionDifference[];
  @IsBoolean() truncated!: boolean;
  /** The tool is not what was asked for any more. */
  @IsBoolean() hasMoved!: boolean;
}

/** One approval, with what an approver changed. */
export class ApprovalDetails extends ApprovalView {
  @Optional() @Nested(() => ArgumentsEdit) edit?: ArgumentsEdit | null;
  /** Null: what it was is not kept any more. */
  @Optional() @Nested(() => ApprovalToolDetails) toolDetails?: ApprovalToolDetails | null;
}

export class ListApprovalsRequest extends PageRequest {
  @Optional() @OneOf(APPROVAL_STATES) state?: ApprovalState;
  /** With the tool of each. */
  @Optional() @IsBoolean() details?: boolean;
  /** Only what members of these groups, and everybody, are asked; the gateway knows who is in which. */
  @Optional() @TextList(200) forGroups?: string[];
  /** Who looks: each item says whether they may decide it; with `forGroups`, what they may not is left out. */
  @Optional() @Nested(() => Actor) viewer?: Actor;
}

export class ApprovalPage {
  @NestedList(() => ApprovalView, 200) items!: ApprovalView[];
  @Nullable() @Text(512) nextCursor!: string | null;
}

export class ApprovalRequest extends WorkspaceRequest {
  @Id() approvalId!: string;
}

/** One approval, as somebody sees it. */
export class GetApprovalRequest extends ApprovalRequest {
  @Optional() @Nested(() => Actor) viewer?: Actor;
}

export class DecideApprovalRequest extends WriteRequest {
  @Id() approvalId!: string;
  @OneOf(DECISIONS) decision!: Decision;
  @Optional() @Text(2_000) reason?: string;
  /** JSON text; only with `approve`, and only for those who may edit: this is run instead of what was asked for. */
  @Optional() @Text(ARGUMENTS_BYTES_MAX * 2) arguments?: string;
  /** The groups that the actor is in, as the gateway knows them; a tool may name one that decides. */
  @Optional() @TextList(200) approverGroups?: string[];
}

/** More than a person can have looked at. */
export const DECISIONS_AT_ONCE_MAX = 100;

export class OneDecision {
  @Id() approvalId!: string;
  @OneOf(DECISIONS) decision!: Decision;
  @Optional() @Text(2_000) reason?: string;
}

/** Each is decided by itself; one that fails does not hold up the others. Arguments are edited one at a time. */
export class DecideApprovalsRequest extends WriteRequest {
  @ArrayMinSize(1) @NestedList(() => OneDecision, DECISIONS_AT_ONCE_MAX) decisions!: OneDecision[];
  @Optional() @TextList(200) approverGroups?: string[];
}

export class DecisionProblem {
  @NonEmptyText(128) code!: string;
  @Text(2_000) message!: string;
  @Optional() @IsObject() details?: Record<string, unknown>;
}

/** Exactly one of the two is there. */
export class DecisionResult {
  @Id() approvalId!: string;
  @Nullable() @Nested(() => ApprovalView) approval!: ApprovalView | null;
  @Nullable() @Nested(() => DecisionProblem) problem!: DecisionProblem | null;
}

/** In the order of the request. */
export class DecisionResults {
  @NestedList(() => DecisionResult, DECISIONS_AT_ONCE_MAX) items!: DecisionResult[];
}

/** For the router, which sends what was approved. */
export class ReadEditedArgumentsRequest extends WorkspaceRequest {
  @Id() approvalId!: string;
}

export class EditedArguments {
  @Text(ARGUMENTS_BYTES_MAX) arguments!: string;
  /** What was changed and by whom, in a sentence for a model. */
  @Text(2_000) summary!: string;
}

/** Why what was asked for is no longer wanted: it was taken back itself, or its run is over. */
export const WITHDRAWAL_CAUSES = ['withdrawn', 'run_cancelled'] as const;
export type WithdrawalCause = (typeof WITHDRAWAL_CAUSES)[number];

export class CancelApprovalRequest extends ActorRequest {
  @Id() approvalId!: string;
  @Text(2_000) reason!: string;
  @Optional() @OneOf(WITHDRAWAL_CAUSES) cause?: WithdrawalCause;
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
  /** Absent: a router that does not say. */
  @Optional() @Nested(() => Actor) actor?: Actor;
  @Text(2_000) reason!: string;
  @Optional() @OneOf(WITHDRAWAL_CAUSES) cause?: WithdrawalCause;
}

/** What holds for every approval of a workspace; a tool's own settings can only be stricter. */
export class WorkspaceApprovalSettings {
  /** Whether people may decide what they or their agents asked for themselves. */
  @IsBoolean() allowSelfApproval!: boolean;
  /** Of their last change, 0 before the first one: their ETag. */
  @Count() revision!: number;
}

export class WorkspaceApprovalSettingsRequest extends WorkspaceRequest {}

export class UpdateWorkspaceApprovalSettingsRequest extends WriteRequest {
  @Optional() @IsBoolean() allowSelfApproval?: boolean | null;
  /** From `If-Match`. */
  @Optional() @Count() ifRevision?: number;
}

/** How much of the time to decide has passed. */
export const REMINDER_PERCENTAGES = [50, 90] as const;

/** Nobody has decided yet. */
export class ApprovalReminder {
  @Id() approvalId!: string;
  @Id() callId!: string;
  @Id() integrationId!: string;
  @NonEmptyText(24) integrationSlug!: string;
  @NonEmptyText(1_024) toolName!: string;
  @Nullable() @Text(128) approverGroup!: string | null;
  @Count(100) percent!: number;
  @Time() expiresAt!: string;
}
