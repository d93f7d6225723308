import { IsBoolean, IsObject } from 'class-validator';
import {
  Count,
  Id,
  ListOf,
  Nested,
  NestedList,
  NonEmptyText,
  Nullable,
  OneOf,
  Optional,
  Text,
  Time,
} from '../fields.js';
import { Actor, ActorRequest, PageRequest, WorkspaceRequest } from '../principal.js';

export const RUN_STATUSES = ['running', 'suspended', 'finished', 'failed', 'cancelled'] as const;
/** `suspended`: waits for a person, as a row; no process holds anything for it. */
export type RunStatus = (typeof RUN_STATUSES)[number];

export class StartRunRequest extends ActorRequest {
  @Id() agentId!: string;
  @NonEmptyText(100_000) prompt!: string;
}

export class RunRequest extends WorkspaceRequest {
  @Id() runId!: string;
}

export class RunActorRequest extends ActorRequest {
  @Id() runId!: string;
}

/** A message, or a prompt, is read by a model: more than this is a document that a tool should fetch. */
export const MESSAGE_CHARACTERS_MAX = 100_000;

export class SendMessageRequest extends RunActorRequest {
  /** Made by who asks: the same message is taken once, however often it is sent. */
  @Optional() @Id() messageId?: string;
  @NonEmptyText(MESSAGE_CHARACTERS_MAX) text!: string;
}

export class ForkRunRequest extends RunActorRequest {
  /** The conversation is taken over up to the results of this turn; 0: the prompt alone; left out: all of it. */
  @Optional() @Count() afterTurn?: number;
  @NonEmptyText(MESSAGE_CHARACTERS_MAX) message!: string;
}

/** Newest first. */
export class ListRunsRequest extends PageRequest {
  @Optional() @OneOf(RUN_STATUSES) status?: RunStatus;
  @Optional() @Id() agentId?: string;
  /** A person's id: runs that they or their tokens started. */
  @Optional() @NonEmptyText(128) startedBy?: string;
}

/** A call the run waits for, or waited for. */
export class RunCallView {
  @NonEmptyText(256) toolCallId!: string;
  @Nullable() @Id() callId!: string | null;
  @NonEmptyText(128) exposedName!: string;
  @NonEmptyText(64) state!: string;
  /** The beginning of what the model is given; null while there is no result. */
  @Optional() @Text(2_000) resultPreview?: string | null;
  @Optional() @IsBoolean() isError?: boolean | null;
  /** Of a call that asked a person. */
  @Optional() @Id() approvalId?: string | null;
  /** Since when a person is waited for; null where none is. */
  @Optional() @Time() waitingSince?: string | null;
  /** What a person can do about it, in words; null where nothing waits for one. */
  @Optional() @Text(500) whatToDo?: string | null;
}

/** What a turn answers: a person, or the results of the turn before. */
export const TURN_FLAGS = ['first', 'continuation'] as const;
export type TurnFlag = (typeof TURN_FLAGS)[number];

export class RunMessages {
  @Count() count!: number;
  /** Those that the model has not read yet. */
  @Count() unread!: number;
}

/** Tokens, as the providers counted them; `cachedInputTokens` are among the `inputTokens`. */
export class RunUsage {
  @Count() inputTokens!: number;
  @Count() outputTokens!: number;
  @Count() cachedInputTokens!: number;
}

export class RunOrigin {
  @Id() runId!: string;
  /** The last of that log's events that was taken over. */
  @Count() sequence!: number;
}

export class RunView {
  @Id() id!: string;
  @Id() workspaceId!: string;
  @Id() agentId!: string;
  @Count() agentVersion!: number;
  @OneOf(RUN_STATUSES) status!: RunStatus;
  @Text(100_000) prompt!: string;
  @Count() turns!: number;
  @NestedList(() => RunCallView, 1_000) calls!: RunCallView[];
  @Nullable() @Text() answer!: string | null;
  @Nullable() @Text(2_000) failure!: string | null;
  @Count() version!: number;
  @Time() createdAt!: string;
  @Time() updatedAt!: string;
  /** Of each turn, in order; the last of a long run. */
  @Optional() @ListOf(TURN_FLAGS) turnFlags?: TurnFlag[];
  /** After the prompt. */
  @Optional() @Nested(() => RunMessages) messages?: RunMessages;
  /** Of this run's own turns; those that a fork took over were its source's. */
  @Optional() @Nested(() => RunUsage) usage?: RunUsage;
  /** In millionths of a US dollar, of the turns whose price is known; null where none is. */
  @Optional() @Count() costMicros?: number | null;
  @Optional() @Nested(() => RunOrigin) forkedFrom?: RunOrigin | null;
  @Optional() @Nested(() => Actor) cancelledBy?: Actor | null;
  /** When it fails, unless it has ended by then; null: it may take as long as it takes. */
  @Optional() @Time() deadlineAt?: string | null;
  /** Why this version cannot read the log, and leaves the run to one that can; null: it can. */
  @Optional() @Text(2_000) parked?: string | null;
  /** In whose name it acts: who may write to it. */
  @Optional() @Nested(() => Actor) startedBy?: Actor;
}

/** In a list, texts are short and `calls` are those alone that the run waits for. */
export class RunPage {
  @NestedList(() => RunView, 200) items!: RunView[];
  @Nullable() @Text(512) nextCursor!: string | null;
}

export class ListRunEventsRequest extends PageRequest {
  @Id() runId!: string;
  /** Only events with a greater sequence number. */
  @Optional() @Count() after?: number;
}

export class RunEventView {
  @Count() sequence!: number;
  @NonEmptyText(64) type!: string;
  @IsObject() data!: Record<string, unknown>;
  @Time() recordedAt!: string;
}

export class RunEventPage {
  @NestedList(() => RunEventView, 200) items!: RunEventView[];
  @Nullable() @Text(512) nextCursor!: string | null;
}

/** A step of this run is due: any replica takes it. `version` is the log's length that it continues. */
export class RunStepDue {
  @Id() runId!: string;
  @Count() version!: number;
}

/** A run's log has become longer: whoever shows it reads on. */
export class RunAppended {
  @Id() workspaceId!: string;
  @Id() runId!: string;
  /** The length of the log. */
  @Count() version!: number;
}

export class RunLifecycle {
  @Id() runId!: string;
  @Id() agentId!: string;
  @OneOf(RUN_STATUSES) status!: RunStatus;
}
