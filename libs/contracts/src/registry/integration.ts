import { IsBoolean, IsInt, Matches, Max, Min } from 'class-validator';
import {
  Count,
  Id,
  Line,
  Nested,
  NestedList,
  NonEmptyText,
  Nullable,
  OneOf,
  Optional,
  Text,
  TextList,
  Time,
  WebUrl,
} from '../fields.js';
import { ActorRequest, PageRequest, WorkspaceRequest } from '../principal.js';
import { AUTH_KINDS, type AuthKind, AuthorizationView, OAuthSettings } from './authorization.js';
import { DiscoveryAttempt, HealthView } from './health.js';

/** How a server is spoken to, as these two: `sse` is the HTTP+SSE transport of revision 2024-11-05. */
export const WIRE_TRANSPORTS = ['streamable-http', 'sse'] as const;
export type WireTransport = (typeof WIRE_TRANSPORTS)[number];
/** What a person chooses; `auto` tries Streamable HTTP first. */
export const TRANSPORTS = ['auto', ...WIRE_TRANSPORTS] as const;
export type Transport = (typeof TRANSPORTS)[number];
export const POSTURES = ['open', 'ask', 'off', 'by-annotation'] as const;
export type Posture = (typeof POSTURES)[number];
export const PROTOCOL_ERAS = ['legacy', 'modern'] as const;
/** `modern` is revision 2026-07-28 (stateless); `legacy` is everything with `initialize`. */
export type ProtocolEra = (typeof PROTOCOL_ERAS)[number];
export const INTEGRATION_STATUSES = [
  'awaiting_authorization',
  'connected',
  'check_failed',
  'needs_reauthorization',
] as const;
/**
 * `awaiting_authorization`: never verified, because nobody has authorized it yet. `check_failed`: connected once, the last
 * check failed. `needs_reauthorization`: its authorization ended. In the last two, snapshot and policies stay.
 */
export type IntegrationStatus = (typeof INTEGRATION_STATUSES)[number];

const TIMEOUT_SECONDS_MAX = 300;
/** Enough to recognise a server by. */
export const TESTED_TOOLS_MAX = 100;

/** RFC 9110 token: what a header name may consist of. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;

/** A static credential. Write-only: no answer holds the value again. */
export class StaticHeader {
  @Matches(HEADER_NAME, { message: 'name must be an HTTP header name' }) name!: string;
  @Matches(/^[\x20-\x7e\t]{1,8192}$/, { message: 'value must be 1 to 8192 printable ASCII characters' }) value!: string;
}

export class RegisterIntegrationRequest extends ActorRequest {
  @Line(255) displayName!: string;
  /** Derived from the display name when left out. */
  @Optional() @NonEmptyText(24) slug?: string;
  @Optional() @Text(2_000) description?: string;
  @WebUrl() serverUrl!: string;
  @Optional() @OneOf(TRANSPORTS) transport?: Transport;
  @Optional() @IsInt() @Min(1) @Max(TIMEOUT_SECONDS_MAX) timeoutSeconds?: number;
  @Optional() @OneOf(POSTURES) posture?: Posture;
  /** `headers` where headers are given and `none` otherwise, when left out. */
  @Optional() @OneOf(AUTH_KINDS) auth?: AuthKind;
  @Optional() @NestedList(() => StaticHeader, 32) headers?: StaticHeader[];
  /** For `oauth2` and `client-credentials`. */
  @Optional() @Nested(() => OAuthSettings) oauth?: OAuthSettings;
}

export class UpdateIntegrationRequest extends ActorRequest {
  @Id() integrationId!: string;
  @Optional() @Line(255) displayName?: string;
  @Optional() @Text(2_000) description?: string;
  @Optional() @WebUrl() serverUrl?: string;
  @Optional() @OneOf(TRANSPORTS) transport?: Transport;
  @Optional() @IsInt() @Min(1) @Max(TIMEOUT_SECONDS_MAX) timeoutSeconds?: number;
  @Optional() @OneOf(AUTH_KINDS) auth?: AuthKind;
  /** Replaces all of them; an empty list removes them. */
  @Optional() @NestedList(() => StaticHeader, 32) headers?: StaticHeader[];
  /** Replaces all of them and ends the authorization that was given for the old ones. */
  @Optional() @Nested(() => OAuthSettings) oauth?: OAuthSettings;
  /** From `If-Match`. */
  @Optional() @Count() ifVersion?: number;
}

/** A configuration to try without storing it. */
export class TestIntegrationRequest extends ActorRequest {
  /** The stored one that this would change: its secrets are used, where they were saved for the same server. */
  @Optional() @Id() integrationId?: string;
  @WebUrl() serverUrl!: string;
  @Optional() @OneOf(TRANSPORTS) transport?: Transport;
  @Optional() @IsInt() @Min(1) @Max(TIMEOUT_SECONDS_MAX) timeoutSeconds?: number;
  @Optional() @OneOf(AUTH_KINDS) auth?: AuthKind;
  @Optional() @NestedList(() => StaticHeader, 32) headers?: StaticHeader[];
  @Optional() @Nested(() => OAuthSettings) oauth?: OAuthSettings;
}

export class IntegrationActorRequest extends ActorRequest {
  @Id() integrationId!: string;
}

export class RemoveIntegrationRequest extends IntegrationActorRequest {
  /** From `If-Match`. */
  @Optional() @Count() ifVersion?: number;
}

export class IntegrationRequest extends WorkspaceRequest {
  @Id() integrationId!: string;
}

export class ListIntegrationsRequest extends PageRequest {}

export class StoredHeader {
  @NonEmptyText(128) name!: string;
  @Time() setAt!: string;
  @Text(255) setBy!: string;
}

export class DiscoveryWarning {
  @NonEmptyText(64) code!: string;
  @Text(2_000) message!: string;
}

export class IntegrationView {
  @Id() id!: string;
  @Id() workspaceId!: string;
  @NonEmptyText(24) slug!: string;
  @NonEmptyText(255) displayName!: string;
  @Text(2_000) description!: string;
  @NonEmptyText(2_048) serverUrl!: string;
  @OneOf(TRANSPORTS) transport!: Transport;
  @Count() timeoutSeconds!: number;
  @OneOf(AUTH_KINDS) auth!: AuthKind;
  @OneOf(INTEGRATION_STATUSES) status!: IntegrationStatus;
  /** What discovery found; null while the server was never verified. */
  @Nullable() @OneOf(WIRE_TRANSPORTS) wireTransport!: WireTransport | null;
  @Nullable() @OneOf(PROTOCOL_ERAS) era!: ProtocolEra | null;
  @Nullable() @NonEmptyText(32) protocolVersion!: string | null;
  /** Of its settings: moves with every change that a person makes of them, and is what its ETag begins with. */
  @Count() version!: number;
  /** Moves on URL, transport or credentials; not on a rename. */
  @Count() connectionRevision!: number;
  @Count() snapshotRevision!: number;
  @Count() toolCount!: number;
  @NestedList(() => StoredHeader, 32) headers!: StoredHeader[];
  /** Null where `auth` needs none. */
  @Nullable() @Nested(() => AuthorizationView) authorization!: AuthorizationView | null;
  @Nullable() @Time() verifiedAt!: string | null;
  @Nullable() @Nested(() => DiscoveryAttempt) lastAttempt!: DiscoveryAttempt | null;
  @Nested(() => HealthView) health!: HealthView;
  /** What a person should know about the last listing: duplicate names, names that were not taken. */
  @NestedList(() => DiscoveryWarning, 1_000) warnings!: DiscoveryWarning[];
  @Time() createdAt!: string;
  @Time() updatedAt!: string;
}

/** What would happen if it were stored. That it fails is an answer, not an error. */
export class IntegrationTestResult {
  @IsBoolean() succeeded!: boolean;
  @Count() durationMs!: number;
  @Nullable() @Text(128) errorCode!: string | null;
  @Nullable() @Text(1_000) message!: string | null;
  /** The server wants an OAuth authorization: this is where it would come from. */
  @Nullable() @Text(2_048) authorizationServer!: string | null;
  @Nullable() @OneOf(WIRE_TRANSPORTS) wireTransport!: WireTransport | null;
  @Nullable() @OneOf(PROTOCOL_ERAS) era!: ProtocolEra | null;
  @Nullable() @NonEmptyText(32) protocolVersion!: string | null;
  @Count() toolCount!: number;
  /** The first ones. */
  @TextList(TESTED_TOOLS_MAX) toolNames!: string[];
  @NestedList(() => DiscoveryWarning, 1_000) warnings!: DiscoveryWarning[];
}

export class IntegrationPage {
  @NestedList(() => IntegrationView, 200) items!: IntegrationView[];
  @Nullable() @Text(512) nextCursor!: string | null;
}
