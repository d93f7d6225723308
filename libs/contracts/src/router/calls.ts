import { IsBoolean, IsObject } from 'class-validator';
import {
  Count,
  Hash,
  Id,
  Instant,
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
import { TOKEN_LENGTH_MAX } from '../gateway/identity.js';
import { VERDICTS } from '../policy/tool-policies.js';

export const CALL_STATES = [
  'requested',
  'denied',
  'pending_approval',
  'approved',
  'expired',
  'cancelled',
  'invalidated',
  'dispatching',
  'succeeded',
  'failed',
  'unknown',
  'resolved_succeeded',
  'resolved_failed',
  'retried',
] as const;
export type CallState = (typeof CALL_STATES)[number];

/** States that never change again. `unknown` is not one of them: a person resolves it. */
export const TERMINAL_CALL_STATES: readonly CallState[] = [
  'denied',
  'expired',
  'cancelled',
  'invalidated',
  'succeeded',
  'failed',
  'resolved_succeeded',
  'resolved_failed',
  'retried',
];

/** Canonical arguments are at most 128 KiB. */
export const ARGUMENTS_BYTES_MAX = 128 * 1_024;
/** One range of a result; in base64 it stays under the 256 KiB of a message. */
export const RESULT_RANGE_BYTES_MAX = 180_000;

export class ListOfferedToolsRequest {
  @NonEmptyText(TOKEN_LENGTH_MAX) runToken!: string;
  @Optional() @NonEmptyText(512) cursor?: string;
}

export class OfferedTool {
  @NonEmptyText(128) exposedName!: string;
  @Nullable() @Text() title!: string | null;
  @Nullable() @Text() description!: string | null;
  @IsObject() inputSchema!: Record<string, unknown>;
}

export class OfferedToolPage {
  @NestedList(() => OfferedTool) items!: OfferedTool[];
  @Nullable() @Text(512) nextCursor!: string | null;
}

/** Workspace, principal, prefix and scope come from the token, never from here. */
export class SubmitCallRequest {
  @NonEmptyText(TOKEN_LENGTH_MAX) runToken!: string;
  @NonEmptyText(256) toolCallId!: string;
  @NonEmptyText(128) exposedName!: string;
  /** JSON text, so that duplicate keys and unsafe integers can still be seen and refused. */
  @Text(ARGUMENTS_BYTES_MAX * 2) arguments!: string;
}

export class SubmittedCall {
  @Id() callId!: string;
  @OneOf(CALL_STATES) state!: CallState;
  /** Of a call that asks a person. */
  @Optional() @Id() approvalId?: string | null;
}

export class CallRequest extends WorkspaceRequest {
  @Id() callId!: string;
}

/**
 * What became of a call, as people ask for it. `refused`: denied, expired, cancelled or void, so that nothing was run.
 * `open`: it has not ended yet.
 */
export const CALL_OUTCOMES = ['open', 'succeeded', 'failed', 'refused', 'unknown'] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/** Newest first. A page may be short, or empty: only `nextCursor` says where the list ends. */
export class ListCallsRequest extends PageRequest {
  @Optional() @OneOf(CALL_STATES) state?: CallState;
  @Optional() @OneOf(VERDICTS) verdict?: (typeof VERDICTS)[number];
  @Optional() @OneOf(CALL_OUTCOMES) outcome?: CallOutcome;
  @Optional() @Id() integrationId?: string;
  /** With `integrationId`: the exact name. */
  @Optional() @NonEmptyText(1_024) toolName?: string;
  @Optional() @Id() runId?: string;
  /** Of the runs of that agent. */
  @Optional() @Id() agentId?: string;
  /** Of who asked, or of the person behind: a user, a token, a run. */
  @Optional() @NonEmptyText(128) principal?: string;
  /** With which the exposed name begins. */
  @Optional() @NonEmptyText(256) name?: string;
  /** `from` is in, `until` is not. */
  @Optional() @Instant() from?: string;
  @Optional() @Instant() until?: string;
}

export class CallView {
  @Id() id!: string;
  @Id() workspaceId!: string;
  @OneOf(CALL_STATES) state!: CallState;
  @OneOf(VERDICTS) verdict!: (typeof VERDICTS)[number];
  @Text(1_000) verdictReason!: string;
  @Nullable() @Id() integrationId!: string | null;
  @Nullable() @Text(24) integrationSlug!: string | null;
  @Nullable() @Text(1_024) toolName!: string | null;
  @NonEmptyText(256) exposedName!: string;
  @Nested(() => Actor) principal!: Actor;
  @Nullable() @Id() runId!: string | null;
  /** Of the run. */
  @Optional() @Id() agentId?: string | null;
  @Nullable() @Text(256) toolCallId!: string | null;
  @Nullable() @Id() approvalId!: string | null;
  @Nullable() @Hash() argumentsHash!: string | null;
  /** The call of unknown outcome that this one does again. */
  @Optional() @Id() retryOf?: string | null;
  /** The client's connection closed while it waited; a time-out looks the same, so the call goes on. */
  @Optional() @Time() clientGoneAt?: string | null;
  /** Somebody wants it back. What has not been sent is not sent any more; what has been runs to its end. */
  @Optional() @IsBoolean() cancelRequested?: boolean;
  @Count() fence!: number;
  @Time() createdAt!: string;
  @Nullable() @Time() sentAt!: string | null;
  @Nullable() @Time() settledAt!: string | null;
  @Nullable() @Time() expiresAt!: string | null;
  @Nullable() @IsBoolean() isError!: boolean | null;
  @Nullable() @Count() resultBytes!: number | null;
  /** Why it ended as it did, in words for people. */
  @Nullable() @Text(2_000) outcomeReason!: string | null;
}

/** What decided about a call, as it was then. */
export class CallRule {
  /** Of the rule: `approval.required`, `tool.disabled` … */
  @NonEmptyText(64) code!: string;
  /** The least that the caller's token, or its agent, imposed. */
  @OneOf(VERDICTS) strictness!: (typeof VERDICTS)[number];
  /** Whether somebody had looked at the tool: `none` is that nothing was to be looked at. */
  @Nullable() @Text(32) review!: string | null;
  @Nullable() @Hash() definitionHash!: string | null;
  @Nullable() @Count() connectionRevision!: number | null;
}

export class CallDetails extends CallView {
  /** Canonical JSON: exactly the bytes that are hashed and sent. */
  @Text(ARGUMENTS_BYTES_MAX) arguments!: string;
  /** What an approver made of them, in the same form: these are sent instead. */
  @Optional() @Text(ARGUMENTS_BYTES_MAX) editedArguments?: string | null;
  /** What was changed and by whom. */
  @Optional() @Text(2_000) editSummary?: string | null;
  /** What its verdict followed from. */
  @Optional() @Nested(() => CallRule) rule?: CallRule | null;
  /** W3C: by which it is found in the tracing of its client, or of its server; null: nothing was sent, and no client named a trace. */
  @Optional() @Text(32) traceId?: string | null;
}

export class CallPage {
  @NestedList(() => CallView, 200) items!: CallView[];
  @Nullable() @Text(512) nextCursor!: string | null;
}

export class ReadCallResultRequest extends WorkspaceRequest {
  @Id() callId!: string;
  @Count() offset!: number;
}

/** Ranges of the UTF-8 JSON of one `CallToolResult`. */
export class CallResultRange {
  @Count() totalBytes!: number;
  /** Base64 of at most RESULT_RANGE_BYTES_MAX bytes. */
  @Text(Math.ceil(RESULT_RANGE_BYTES_MAX / 3) * 4) bytes!: string;
}

export class CancelCallRequest extends ActorRequest {
  @Id() callId!: string;
  @Text(2_000) reason!: string;
}

export class CancelRunCallsRequest extends WorkspaceRequest {
  @Id() runId!: string;
  @NonEmptyText(2_000) reason!: string;
  /** These alone, of a run that may be opened again; left out: all, and the run can never send anything again. */
  @Optional() @TextList(1_000) toolCallIds?: string[];
}

export class CancelledRunCalls {
  /** How many calls had not ended yet; 0 where it was done before. */
  @Count() cancelled!: number;
}

export const RESOLUTIONS = ['succeeded', 'failed', 'retry'] as const;

export class ResolveCallRequest extends ActorRequest {
  @Id() callId!: string;
  @OneOf(RESOLUTIONS) outcome!: (typeof RESOLUTIONS)[number];
  @Text(2_000) note!: string;
}

export class CallSettled {
  @Id() callId!: string;
  @Nullable() @Id() runId!: string | null;
  @Nullable() @Text(256) toolCallId!: string | null;
  /** A terminal state, or `unknown`. */
  @OneOf(CALL_STATES) state!: CallState;
  @IsBoolean() isError!: boolean;
  @Count() resultBytes!: number;
}

/** Calls have come or moved since it was told last: whoever shows them looks again. */
export class CallsChanged {
  @Id() workspaceId!: string;
  @Count() changed!: number;
}
