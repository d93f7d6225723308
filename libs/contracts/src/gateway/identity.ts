import { IsBoolean } from 'class-validator';
import { Count, Id, Nested, NestedList, NonEmptyText, Nullable, OneOf, Text, TextList, Time } from '../fields.js';
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
  /** Slugs the agent may use; null: all. */
  @Nullable() @TextList(200) integrations!: string[] | null;
}

/** A run token names the tools of its agent, and travels beside 128 KiB of arguments. */
export const TOKEN_LENGTH_MAX = 64 * 1_024;

export class RunToken {
  @NonEmptyText(TOKEN_LENGTH_MAX) token!: string;
  @Time() expiresAt!: string;
}

export const IDENTITY_CHANGE_KINDS = ['token_revoked'] as const;

export class IdentityChange {
  @Count() revision!: number;
  @OneOf(IDENTITY_CHANGE_KINDS) kind!: (typeof IDENTITY_CHANGE_KINDS)[number];
  /** The `jti` of the token. */
  @Text(128) id!: string;
  @IsBoolean() revoked!: boolean;
}

export class ListIdentityChangesRequest extends ChangesRequest {}

export class IdentityChanges {
  @Count() revision!: number;
  @NestedList(() => IdentityChange) changes!: IdentityChange[];
  @Nullable() @Text(512) nextCursor!: string | null;
}

export class IdentityChanged {
  @Count() revision!: number;
}
