import { IsBoolean } from 'class-validator';
import {
  Count,
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
import { AGENT_STRICTNESSES, type AgentStrictness, AgentToolScope, SCOPES_MAX } from '../orchestrator/agent-tools.js';
import { Actor, ChangesRequest, WorkspaceRequest } from '../principal.js';

/** What a principal may do; roles are sets of these. */
export const SCOPES = [
  'integration:read',
  'integration:create',
  'integration:update',
  'integration:delete',
  'policy:update',
  'approval:read',
  'approval:decide',
  'approval:edit',
  'call:read',
  'agent:read',
  'agent:create',
  'agent:update',
  'agent:delete',
  'agent:run',
  'audit:read',
  'workspace:admin',
] as const;
export type Scope = (typeof SCOPES)[number];

export class IssueRunTokenRequest extends WorkspaceRequest {
  @Id() runId!: string;
  @Id() agentId!: string;
  @Count() agentVersion!: number;
  @Nested(() => Actor) initiator!: Actor;
  /** Slugs the agent may use; null: all. What asks with `tools` says them here as well. */
  @Nullable() @TextList(SCOPES_MAX) integrations!: string[] | null;
  /** What the agent may use, tool by tool, within `integrations`; without it `integrations` alone is the scope. */
  @Optional() @NestedList(() => AgentToolScope, SCOPES_MAX) tools?: AgentToolScope[] | null;
  /** The least that every call of the run gets; `allow` when left out. */
  @Optional() @OneOf(AGENT_STRICTNESSES) strictness?: AgentStrictness;
}

/** A run token names the tools of its agent, and travels beside 128 KiB of arguments. */
export const TOKEN_LENGTH_MAX = 64 * 1_024;

export class RunToken {
  @NonEmptyText(TOKEN_LENGTH_MAX) token!: string;
  @Time() expiresAt!: string;
}

/** What takes from somebody what they had. With `revoked: false` a person is a member again; a token never comes back. */
export const IDENTITY_CHANGE_KINDS = ['token_revoked', 'member_removed'] as const;

export class IdentityChange {
  @Count() revision!: number;
  @OneOf(IDENTITY_CHANGE_KINDS) kind!: (typeof IDENTITY_CHANGE_KINDS)[number];
  /** The `jti` of the token, or the id of the person. */
  @Text(128) id!: string;
  @IsBoolean() revoked!: boolean;
}

/** What the owners of copies keep of a change: a token by its `jti`, a person as `user:<id>`. */
export function revocationKey({ kind, id }: Pick<IdentityChange, 'kind' | 'id'>): string {
  return kind === 'member_removed' ? personKey(id) : id;
}

/** Under which a removed person is kept: everything behind which they stand (`ownerId`) goes with them. */
export function personKey(userId: string): string {
  return `user:${userId}`;
}

export class ListIdentityChangesRequest extends ChangesRequest {}

export class IdentityChanges {
  @Count() revision!: number;
  @NestedList(() => IdentityChange) changes!: IdentityChange[];
  @Nullable() @Text(512) nextCursor!: string | null;
}

/** Told without a new revision as well, when nobody's copy has changed but somebody may read less: another role, an ended session. */
export class IdentityChanged {
  @Count() revision!: number;
  /** Whom it is about, or who made the token; left out: perhaps everybody. */
  @Optional() @Id() personId?: string;
}
