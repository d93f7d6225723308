import { IsObject } from 'class-validator';
import { Count, Id, NestedList, NonEmptyText, Nullable, OneOf, Optional, Text, Time } from '../fields.js';
import { ActorRequest, PageRequest, WorkspaceRequest } from '../principal.js';

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

export class ListRunsRequest extends PageRequest {
  @Optional() @OneOf(RUN_STATUSES) status?: RunStatus;
}

/** A call the run waits for, or waited for. */
export class RunCallView {
  @NonEmptyText(256) toolCallId!: string;
  @Nullable() @Id() callId!: string | null;
  @NonEmptyText(128) exposedName!: string;
  @NonEmptyText(64) state!: string;
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
}

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

export class RunLifecycle {
  @Id() runId!: string;
  @Id() agentId!: string;
  @OneOf(RUN_STATUSES) status!: RunStatus;
}
