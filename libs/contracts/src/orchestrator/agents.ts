import { IsBoolean, IsInt, IsNumber, Max, MaxLength, Min, MinLength } from 'class-validator';
import {
  Count,
  Id,
  Line,
  ListOf,
  Matching,
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
import { AUDIT_TEXT_LENGTH_MAX } from '../policy/audit.js';
import { Actor, PageRequest, type Way, WAYS, WorkspaceRequest, WriteRequest } from '../principal.js';
import {
  AGENT_STRICTNESSES,
  type AgentStrictness,
  AgentToolScope,
  SCOPES_MAX,
  SLUG_LENGTH_MAX,
} from './agent-tools.js';

export const MODEL_PROVIDERS = ['scripted', 'anthropic', 'openai', 'openai-compatible'] as const;
export type ModelProvider = (typeof MODEL_PROVIDERS)[number];

/** A longer conversation is another task; with the price of one turn this bounds what a run costs. */
export const TURNS_MAX = 200;
/** A hundred times the largest context window of today: a mistyped number is refused, every real budget is not. */
export const RUN_TOKENS_MAX = 100_000_000;
/** 90 days: longer than any approval waits. */
export const RUN_WALL_SECONDS_MAX = 90 * 24 * 60 * 60;
/** As many as one turn may propose. */
export const PARALLEL_CALLS_MAX = 64;
/** Above what any model writes in one answer today. */
const OUTPUT_TOKENS_MAX = 1_000_000;
/** The largest that every provider's 32-bit integer holds. */
const SEED_MAX = 2 ** 31 - 1;
const STOP_SEQUENCES_MAX = 16;
const STOP_SEQUENCE_LENGTH_MAX = 256;
const INSTRUCTIONS_LENGTH_MAX = 64_000;
const NAME_LENGTH_MAX = 255;

/** The database stores no U+0000 in text. */
const Instructions = (): PropertyDecorator => (target, key) => {
  Text(INSTRUCTIONS_LENGTH_MAX)(target, key);
  Matching(/^[^\0]*$/, 'text without U+0000')(target, key);
};

/** How the model is asked. What is left out is the provider's own default. */
export class ModelParameters {
  @Optional() @IsNumber() @Min(0) @Max(2) temperature?: number;
  @Optional() @IsNumber() @Min(0) @Max(1) topP?: number;
  /** Of one answer. */
  @Optional() @IsInt() @Min(1) @Max(OUTPUT_TOKENS_MAX) maxOutputTokens?: number;
  @Optional()
  @TextList(STOP_SEQUENCES_MAX)
  @MinLength(1, { each: true })
  @MaxLength(STOP_SEQUENCE_LENGTH_MAX, { each: true })
  stopSequences?: string[];
  @Optional() @Count(SEED_MAX) seed?: number;
}

/** All that an agent may be told and that is left to a default otherwise. */
class AgentOptions extends WriteRequest {
  /** The deployment's default when left out. */
  @Optional() @OneOf(MODEL_PROVIDERS) provider?: ModelProvider;
  @Optional() @Line(NAME_LENGTH_MAX) model?: string;
  /** As a whole: what is not in it is the provider's default. */
  @Optional() @Nested(() => ModelParameters) parameters?: ModelParameters;
  /** Slugs: the same as `tools` with an entry for each that names no tools. Not together with `tools`. */
  @Optional()
  @TextList(SCOPES_MAX)
  @MinLength(1, { each: true })
  @MaxLength(SLUG_LENGTH_MAX, { each: true })
  integrations?: string[];
  /** What it may use at all: everything when left out, nothing when empty. Policy still rules each tool. */
  @Optional() @NestedList(() => AgentToolScope, SCOPES_MAX) tools?: AgentToolScope[];
  /** `ask`: every call waits for a person. `allow` when left out: as policy says. */
  @Optional() @OneOf(AGENT_STRICTNESSES) strictness?: AgentStrictness;
  @Optional() @IsInt() @Min(1) @Max(TURNS_MAX) turnsMax?: number;
  /** Read and written together; no limit when left out. */
  @Optional() @IsInt() @Min(1) @Max(RUN_TOKENS_MAX) tokensMax?: number;
  /** From start to end, waiting included; no limit when left out. */
  @Optional() @IsInt() @Min(1) @Max(RUN_WALL_SECONDS_MAX) wallSecondsMax?: number;
  @Optional() @IsInt() @Min(1) @Max(PARALLEL_CALLS_MAX) parallelCallsMax?: number;
}

export class CreateAgentRequest extends AgentOptions {
  @Line(NAME_LENGTH_MAX) name!: string;
  @Instructions() instructions!: string;
}

/** What `clear` may name. */
export const CLEARABLE_AGENT_FIELDS = [
  'provider',
  'model',
  'parameters',
  'tools',
  'strictness',
  'turnsMax',
  'tokensMax',
  'wallSecondsMax',
  'parallelCallsMax',
] as const;
export type ClearableAgentField = (typeof CLEARABLE_AGENT_FIELDS)[number];

/** An absent field stays as it is. What changes makes a new version; runs keep the one that they started with. */
export class UpdateAgentRequest extends AgentOptions {
  @Id() agentId!: string;
  @Optional() @Line(NAME_LENGTH_MAX) name?: string;
  @Optional() @Instructions() instructions?: string;
  /** Fields that go back to what they are where they are left out. */
  @Optional() @ListOf(CLEARABLE_AGENT_FIELDS) clear?: ClearableAgentField[];
  /** The version that the editor saw: with another one nothing is changed. */
  @Optional() @Count() ifVersion?: number;
}

/** Archives it: no new runs, its open ones are cancelled, its versions are kept for the runs that it had. */
export class DeleteAgentRequest extends WriteRequest {
  @Id() agentId!: string;
  @Optional() @Count() ifVersion?: number;
}

/** The settings of one version. Those that may be absent are so in answers from before they existed. */
export class AgentSettings {
  @NonEmptyText(NAME_LENGTH_MAX) name!: string;
  @Text(INSTRUCTIONS_LENGTH_MAX) instructions!: string;
  @OneOf(MODEL_PROVIDERS) provider!: ModelProvider;
  @NonEmptyText(NAME_LENGTH_MAX) model!: string;
  @Optional() @Nested(() => ModelParameters) parameters?: ModelParameters;
  /** The slugs in `tools`; null: all. */
  @Nullable() @TextList(SCOPES_MAX) integrations!: string[] | null;
  /** Null: all. */
  @Optional() @Nullable() @NestedList(() => AgentToolScope, SCOPES_MAX) tools?: AgentToolScope[] | null;
  @Optional() @OneOf(AGENT_STRICTNESSES) strictness?: AgentStrictness;
  @Count() turnsMax!: number;
  /** Null: no limit. */
  @Optional() @Nullable() @Count() tokensMax?: number | null;
  /** Null: no limit. */
  @Optional() @Nullable() @Count() wallSecondsMax?: number | null;
  @Optional() @Count() parallelCallsMax?: number;
}

/** An agent as its newest version has it. */
export class AgentView extends AgentSettings {
  @Id() id!: string;
  @Id() workspaceId!: string;
  @Count() version!: number;
  @Time() createdAt!: string;
  /** When its newest version was made. */
  @Optional() @Time() updatedAt?: string;
  /** Null: it may be run. */
  @Optional() @Nullable() @Time() archivedAt?: string | null;
}

export class AgentPage {
  @NestedList(() => AgentView, 200) items!: AgentView[];
  @Nullable() @Text(512) nextCursor!: string | null;
}

export class AgentVersionView extends AgentSettings {
  @Id() agentId!: string;
  @Count() version!: number;
  @Time() createdAt!: string;
  /** Null: made before it was recorded. */
  @Nullable() @Nested(() => Actor) createdBy!: Actor | null;
}

/** Newest first. */
export class AgentVersionPage {
  @NestedList(() => AgentVersionView, 200) items!: AgentVersionView[];
  @Nullable() @Text(512) nextCursor!: string | null;
}

export class AgentRequest extends WorkspaceRequest {
  @Id() agentId!: string;
}

export class AgentVersionRequest extends AgentRequest {
  @Count() version!: number;
}

export class ListAgentVersionsRequest extends PageRequest {
  @Id() agentId!: string;
}

export class ListAgentsRequest extends PageRequest {
  /** `true`: the archived ones instead of the others. */
  @Optional() @IsBoolean() archived?: boolean;
}

export const AGENT_CHANGES = ['created', 'updated', 'deleted'] as const;
export type AgentChange = (typeof AGENT_CHANGES)[number];

/** Who changed an agent into what, for the audit of the workspace. */
export class AgentChanged {
  @Id() agentId!: string;
  @OneOf(AGENT_CHANGES) change!: AgentChange;
  @NonEmptyText(NAME_LENGTH_MAX) name!: string;
  /** That it has since. */
  @Count() version!: number;
  /** JSON of the settings that differ; long texts in them are cut. Null: there was no agent, or there is none. */
  @Nullable() @Text(AUDIT_TEXT_LENGTH_MAX) before!: string | null;
  @Nullable() @Text(AUDIT_TEXT_LENGTH_MAX) after!: string | null;
  @Nested(() => Actor) actor!: Actor;
  @Optional() @Nullable() @OneOf(WAYS) way?: Way | null;
  @Nullable() @Text(128) requestId!: string | null;
}
