import { ArrayMinSize, IsBoolean, IsObject, Max, Min } from 'class-validator';
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
} from '../fields.js';
import { ChangesRequest, PageRequest, WorkspaceRequest, WriteRequest } from '../principal.js';
import { POSTURES, type Posture } from '../registry/integration.js';
import { DefinitionDifference } from '../registry/tool-changes.js';

export const VERDICTS = ['allow', 'ask', 'deny'] as const;
export const TOOL_STATUSES = ['available', 'missing'] as const;
export const REVIEWS = ['none', 'new', 'changed'] as const;

export const APPROVAL_EXPIRY_SECONDS_MIN = 60;
export const APPROVAL_EXPIRY_SECONDS_MAX = 30 * 24 * 3_600;

export class ApprovalSettings {
  @Optional() @Min(APPROVAL_EXPIRY_SECONDS_MIN) @Max(APPROVAL_EXPIRY_SECONDS_MAX) expiresInSeconds?: number;
  @Optional() @IsBoolean() allowSelfApproval?: boolean;
  /** In an update, an empty one takes the stored group away: null or absent leaves it. */
  @Optional() @Text(128) approverGroup?: string;
}

export class ListToolsRequest extends PageRequest {
  @Id() integrationId!: string;
}

/** One tool with what a person decided about it. */
export class ToolView {
  @NonEmptyText(1_024) name!: string;
  @NonEmptyText(1_200) policyKey!: string;
  /** On the MCP endpoint, with the default budget. */
  @NonEmptyText(64) exposedName!: string;
  @Nullable() @Text() title!: string | null;
  @Nullable() @Text() description!: string | null;
  @Nullable() @IsObject() inputSchema!: Record<string, unknown> | null;
  @Nullable() @IsObject() outputSchema!: Record<string, unknown> | null;
  @Nullable() @IsObject() annotations!: Record<string, unknown> | null;
  @Nullable() @Hash() definitionHash!: string | null;
  @Nullable() @Hash() acknowledgedHash!: string | null;
  @TextList(8) flags!: string[];
  @IsBoolean() enabled!: boolean;
  @IsBoolean() requiresApproval!: boolean;
  @OneOf(TOOL_STATUSES) status!: (typeof TOOL_STATUSES)[number];
  @OneOf(REVIEWS) review!: (typeof REVIEWS)[number];
  @IsBoolean() idempotent!: boolean;
  @Nested(() => ApprovalSettings) approval!: ApprovalSettings;
  /** What a call would get now, before a token's own strictness. */
  @OneOf(VERDICTS) verdict!: (typeof VERDICTS)[number];
  @Text(1_000) verdictReason!: string;
  /** Why the stored row cannot be read; such a tool is denied. */
  @Nullable() @Text(2_000) problem!: string | null;
}

export class ToolPage {
  @Id() integrationId!: string;
  @Count() snapshotRevision!: number;
  /** The workspace's policy revision: the list's ETag. */
  @Count() revision!: number;
  @NestedList(() => ToolView) items!: ToolView[];
  @Nullable() @Text(512) nextCursor!: string | null;
}

export class ToolPolicyUpdate {
  @NonEmptyText(1_024) name!: string;
  @Optional() @IsBoolean() enabled?: boolean | null;
  @Optional() @IsBoolean() requiresApproval?: boolean | null;
  @Optional() @Nested(() => ApprovalSettings) approval?: ApprovalSettings | null;
  @Optional() @IsBoolean() idempotent?: boolean | null;
  /** The definition hash that the person saw. */
  @Optional() @Hash() acknowledge?: string | null;
}

/** More tools than an integration can have are a mistake. */
const TOOLS_PER_UPDATE_MAX = 10_000;

export class UpdateToolPoliciesRequest extends WriteRequest {
  @Id() integrationId!: string;
  @ArrayMinSize(1) @NestedList(() => ToolPolicyUpdate, TOOLS_PER_UPDATE_MAX) tools!: ToolPolicyUpdate[];
  @Optional() @Count() minSnapshotRevision?: number;
  /** From `If-Match`. */
  @Optional() @Count() ifRevision?: number;
}

export class ToolPoliciesUpdated {
  @Count() revision!: number;
}

/** Forgets tools that are missing; without names all of them. Nothing else ever deletes what people decided. */
export class PruneToolsRequest extends WriteRequest {
  @Id() integrationId!: string;
  @Optional() @TextList(TOOLS_PER_UPDATE_MAX) names?: string[];
}

export class PrunedTools {
  @Count() pruned!: number;
  @Count() revision!: number;
}

export class ToolReviewRequest extends WorkspaceRequest {
  @Id() integrationId!: string;
  @NonEmptyText(1_024) toolName!: string;
}

/** What a person acknowledges: how the definition differs from the one that was acknowledged last. */
export class ToolReview {
  @NonEmptyText(1_024) toolName!: string;
  @OneOf(REVIEWS) review!: (typeof REVIEWS)[number];
  /** What `acknowledge` has to name. */
  @Nullable() @Hash() definitionHash!: string | null;
  @Nullable() @Hash() acknowledgedHash!: string | null;
  /** Empty for a new tool, and where the old definition is not known any more. */
  @NestedList(() => DefinitionDifference, 100) differences!: DefinitionDifference[];
  @IsBoolean() truncated!: boolean;
}

export class IntegrationPolicyRequest extends WorkspaceRequest {
  @Id() integrationId!: string;
}

export class IntegrationPolicyView {
  @Id() integrationId!: string;
  @OneOf(POSTURES) posture!: Posture;
  @IsBoolean() trusted!: boolean;
  @IsBoolean() resources!: boolean;
  @IsBoolean() prompts!: boolean;
  /** Of the last change of it, or of the connection that it is about: its ETag begins with it. */
  @Count() revision!: number;
}

export class UpdateIntegrationPolicyRequest extends WriteRequest {
  @Id() integrationId!: string;
  @Optional() @OneOf(POSTURES) posture?: Posture | null;
  @Optional() @IsBoolean() trusted?: boolean | null;
  /** Whether clients may list and read the server's resources. */
  @Optional() @IsBoolean() resources?: boolean | null;
  /** Whether clients may list and get the server's prompts. */
  @Optional() @IsBoolean() prompts?: boolean | null;
  /** From `If-Match`. */
  @Optional() @Count() ifRevision?: number;
}

export class Entitlements {
  @IsBoolean() agent_approvals!: boolean;
}

export class EntitlementsRequest extends WorkspaceRequest {}

export const POLICY_CHANGE_KINDS = ['tool', 'integration', 'entitlements'] as const;

/** A row of the router's copy. Exactly the fields of its `kind` are set. */
export class PolicyChange {
  @Count() revision!: number;
  @OneOf(POLICY_CHANGE_KINDS) kind!: (typeof POLICY_CHANGE_KINDS)[number];
  @Optional() @Id() integrationId?: string;
  @Optional() @NonEmptyText(1_024) toolName?: string;
  /** The stored document of a tool or an integration; null: there is none (any more), so deny. */
  @Optional() @IsObject() policy?: Record<string, unknown> | null;
  /** Of an integration: the newest connection that its tools' policies are about. */
  @Optional() @Count() connectionRevision?: number;
  @Optional() @Nested(() => Entitlements) entitlements?: Entitlements;
}

export class ListPolicyChangesRequest extends ChangesRequest {}

export class PolicyChanges {
  @Count() revision!: number;
  @NestedList(() => PolicyChange) changes!: PolicyChange[];
  @Nullable() @Text(512) nextCursor!: string | null;
}

/** A hint: the change itself is fetched, so that a lost or repeated event cannot matter. */
export class ToolPoliciesChanged {
  @Count() revision!: number;
  @Optional() @Id() integrationId?: string;
}
