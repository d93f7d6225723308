import { Max, Min } from 'class-validator';
import { Count, Id, NestedList, NonEmptyText, Nullable, OneOf, Optional, Text, TextList, Time } from '../fields.js';
import { ActorRequest, PageRequest, WorkspaceRequest } from '../principal.js';

export const MODEL_PROVIDERS = ['scripted', 'anthropic', 'openai', 'openai-compatible'] as const;
export type ModelProvider = (typeof MODEL_PROVIDERS)[number];

const TURNS_MAX = 200;

export class CreateAgentRequest extends ActorRequest {
  @NonEmptyText(255) name!: string;
  @Text(64_000) instructions!: string;
  /** The deployment's default when left out. */
  @Optional() @OneOf(MODEL_PROVIDERS) provider?: ModelProvider;
  @Optional() @NonEmptyText(255) model?: string;
  /** Slugs; every integration when left out. Policy still rules each tool. */
  @Optional() @TextList(200) integrations?: string[];
  @Optional() @Min(1) @Max(TURNS_MAX) turnsMax?: number;
}

export class AgentView {
  @Id() id!: string;
  @Id() workspaceId!: string;
  @NonEmptyText(255) name!: string;
  @Text(64_000) instructions!: string;
  @OneOf(MODEL_PROVIDERS) provider!: ModelProvider;
  @NonEmptyText(255) model!: string;
  @Nullable() @TextList(200) integrations!: string[] | null;
  @Count() turnsMax!: number;
  @Count() version!: number;
  @Time() createdAt!: string;
}

export class AgentPage {
  @NestedList(() => AgentView, 200) items!: AgentView[];
  @Nullable() @Text(512) nextCursor!: string | null;
}

export class AgentRequest extends WorkspaceRequest {
  @Id() agentId!: string;
}

export class ListAgentsRequest extends PageRequest {}
