import { IsBoolean, Matches } from 'class-validator';
import { Id, NonEmptyText, Nullable, OneOf, Optional, Text, TextList, Time, WebUrl } from '../fields.js';
import { ActorRequest } from '../principal.js';

/** `oauth2`: a person authorizes it. `client-credentials`: it is itself the client, nobody is asked. */
export const AUTH_KINDS = ['none', 'headers', 'oauth2', 'client-credentials'] as const;
export type AuthKind = (typeof AUTH_KINDS)[number];
/** How Countersign became a client of the authorization server. */
export const CLIENT_REGISTRATIONS = ['pre-registered', 'client-metadata-document', 'dynamic'] as const;
export type ClientRegistration = (typeof CLIENT_REGISTRATIONS)[number];
export const AUTHORIZATION_STATES = ['not_authorized', 'authorized', 'needs_reauthorization'] as const;
export type AuthorizationState = (typeof AUTHORIZATION_STATES)[number];
export const CLIENT_AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'none'] as const;
export type ClientAuthMethod = (typeof CLIENT_AUTH_METHODS)[number];

const SCOPES_MAX = 64;
/** RFC 6749: printable ASCII without space, quotation mark and backslash. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/;

/** What a person sets for OAuth; everything that is left out is discovered. */
export class OAuthSettings {
  /** Of a client that was registered by hand; required for `client-credentials`. */
  @Optional()
  @Matches(/^[\x20-\x7e]{1,2048}$/, { message: 'clientId must be 1 to 2048 printable ASCII characters' })
  clientId?: string;
  /** Write-only. */
  @Optional()
  @Matches(/^[\x20-\x7e]{1,2048}$/, { message: 'clientSecret must be 1 to 2048 printable ASCII characters' })
  clientSecret?: string;
  @Optional() @OneOf(CLIENT_AUTH_METHODS) clientAuthMethod?: ClientAuthMethod;
  /** Asked for instead of those that the server names. */
  @Optional() @TextList(SCOPES_MAX) @Matches(SCOPE, { each: true }) scopes?: string[];
  /** The only authorization server that may be used, by its exact issuer. */
  @Optional() @WebUrl() issuer?: string;
}

/** Secrets and tokens: that they are there, by whom and since when. Never what they are. */
export class AuthorizationView {
  @OneOf(AUTHORIZATION_STATES) state!: AuthorizationState;
  /** Why a person has to authorize it again, for people. */
  @Nullable() @Text(1_000) problem!: string | null;
  @Nullable() @Text(2_048) issuer!: string | null;
  @Nullable() @Text(2_048) clientId!: string | null;
  @Nullable() @OneOf(CLIENT_REGISTRATIONS) registration!: ClientRegistration | null;
  @Nullable() @Time() clientSecretSetAt!: string | null;
  @Nullable() @Text(255) clientSecretSetBy!: string | null;
  /** What a person asked for; empty: what the server names. */
  @TextList(SCOPES_MAX) scopes!: string[];
  @TextList(SCOPES_MAX) grantedScopes!: string[];
  /** A call was refused for want of these: authorizing again asks for them too. */
  @TextList(SCOPES_MAX) missingScopes!: string[];
  @Nullable() @Time() authorizedAt!: string | null;
  @Nullable() @Text(255) authorizedBy!: string | null;
  @Nullable() @Time() accessTokenExpiresAt!: string | null;
  @IsBoolean() hasRefreshToken!: boolean;
  /** A static `Authorization` header is set too, and is not sent. */
  @IsBoolean() overridesHeader!: boolean;
}

/** The person's browser comes back to the session that left, and to no other. */
export class StartAuthorizationRequest extends ActorRequest {
  @Id() integrationId!: string;
  /** Opaque; what `complete` has to bring again. A hash of the session, not the session. */
  @NonEmptyText(128) sessionBinding!: string;
  @WebUrl() redirectUri!: string;
  /** Where the gateway serves the client metadata document; only where that is public https. */
  @Optional() @WebUrl() clientMetadataUrl?: string;
}

export class StartedAuthorization {
  /** Where the person's browser goes. */
  @NonEmptyText(8_192) authorizationUrl!: string;
  @Time() expiresAt!: string;
}

/** What the authorization server sent the browser back with. */
export class CompleteAuthorizationRequest extends ActorRequest {
  @NonEmptyText(512) state!: string;
  @NonEmptyText(128) sessionBinding!: string;
  @Optional() @NonEmptyText(4_096) code?: string;
  @Optional() @Text(2_048) iss?: string;
  @Optional() @Text(256) error?: string;
}
