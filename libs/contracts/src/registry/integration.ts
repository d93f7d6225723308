import { IsBoolean, IsUrl, Matches, Max, Min } from 'class-validator';
import { Count, Id, Nested, NestedList, NonEmptyText, Nullable, OneOf, Optional, Text, Time } from '../fields.js';
import { ActorRequest, PageRequest, WorkspaceRequest } from '../principal.js';

export const TRANSPORTS = ['auto', 'streamable-http'] as const;
export type Transport = (typeof TRANSPORTS)[number];
export const POSTURES = ['open', 'ask', 'off', 'by-annotation'] as const;
export type Posture = (typeof POSTURES)[number];
export const PROTOCOL_ERAS = ['legacy', 'modern'] as const;
/** `modern` is revision 2026-07-28 (stateless); `legacy` is everything with `initialize`. */
export type ProtocolEra = (typeof PROTOCOL_ERAS)[number];
export const INTEGRATION_STATUSES = ['connected', 'check_failed'] as const;
/** `check_failed`: connected once, the last check failed; snapshot and policies stay. */
export type IntegrationStatus = (typeof INTEGRATION_STATUSES)[number];

const TIMEOUT_SECONDS_MAX = 300;

/** RFC 9110 token: what a header name may consist of. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;

/** A static credential. Write-only: no answer holds the value again. */
export class StaticHeader {
  @Matches(HEADER_NAME, { message: 'name must be an HTTP header name' }) name!: string;
  @Matches(/^[\x20-\x7e\t]{1,8192}$/, { message: 'value must be 1 to 8192 printable ASCII characters' }) value!: string;
}

export class RegisterIntegrationRequest extends ActorRequest {
  @NonEmptyText(255) displayName!: string;
  /** Derived from the display name when left out. */
  @Optional() @NonEmptyText(24) slug?: string;
  @Optional() @Text(2_000) description?: string;
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] }) serverUrl!: string;
  @Optional() @OneOf(TRANSPORTS) transport?: Transport;
  @Optional() @Min(1) @Max(TIMEOUT_SECONDS_MAX) timeoutSeconds?: number;
  @Optional() @OneOf(POSTURES) posture?: Posture;
  @Optional() @NestedList(() => StaticHeader, 32) headers?: StaticHeader[];
}

export class UpdateIntegrationRequest extends ActorRequest {
  @Id() integrationId!: string;
  @Optional() @NonEmptyText(255) displayName?: string;
  @Optional() @Text(2_000) description?: string;
  @Optional() @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] }) serverUrl?: string;
  @Optional() @OneOf(TRANSPORTS) transport?: Transport;
  @Optional() @Min(1) @Max(TIMEOUT_SECONDS_MAX) timeoutSeconds?: number;
  /** Replaces all of them; an empty list removes them. */
  @Optional() @NestedList(() => StaticHeader, 32) headers?: StaticHeader[];
}

export class IntegrationActorRequest extends ActorRequest {
  @Id() integrationId!: string;
}

export class IntegrationRequest extends WorkspaceRequest {
  @Id() integrationId!: string;
}

export class ListIntegrationsRequest extends PageRequest {}

export class DiscoveryAttempt {
  @Time() at!: string;
  @IsBoolean() succeeded!: boolean;
  @Count() durationMs!: number;
  @Nullable() @Text(128) errorCode!: string | null;
  @Nullable() @Text(1_000) message!: string | null;
}

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
  @OneOf(INTEGRATION_STATUSES) status!: IntegrationStatus;
  @OneOf(PROTOCOL_ERAS) era!: ProtocolEra;
  @NonEmptyText(32) protocolVersion!: string;
  /** Moves on URL, transport or credentials; not on a rename. */
  @Count() connectionRevision!: number;
  @Count() snapshotRevision!: number;
  @Count() toolCount!: number;
  @NestedList(() => StoredHeader, 32) headers!: StoredHeader[];
  @Time() verifiedAt!: string;
  @Nested(() => DiscoveryAttempt) lastAttempt!: DiscoveryAttempt;
  /** What a person should know about the last listing: duplicate names, names that were not taken. */
  @NestedList(() => DiscoveryWarning, 1_000) warnings!: DiscoveryWarning[];
  @Time() createdAt!: string;
  @Time() updatedAt!: string;
}

export class IntegrationPage {
  @NestedList(() => IntegrationView, 200) items!: IntegrationView[];
  @Nullable() @Text(512) nextCursor!: string | null;
}
