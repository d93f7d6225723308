import type { ClientAuthMethod, ClientRegistration } from '@countersign/contracts';
import type { AuthorizationServer } from 'oauth4webapi';

/** Countersign, as an authorization server knows it. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly authMethod: ClientAuthMethod;
  readonly registration: ClientRegistration;
}

/** Where tokens come from and end, as it was when the authorization was given: nobody can point a refresh elsewhere later. */
export interface TokenServer {
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string | null;
  readonly idTokenAlgorithms: readonly string[] | null;
  /** RFC 9207: answers to the browser name their issuer. */
  readonly namesIssuer: boolean;
}

/** What an authorization server gave. `scopes` is null where it did not say, which means: those that were asked for. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly scopes: readonly string[] | null;
  readonly expiresInSeconds: number | null;
}

/** Everything of a grant that is secret or must not be changed by whoever can write a row; kept sealed as a whole. */
export interface Grant {
  /** Given by a person, or asked for by Countersign as itself; the second kind is not refreshed but asked for again. */
  readonly kind: 'oauth2' | 'client-credentials';
  readonly server: TokenServer;
  readonly client: OAuthClient;
  /** What the tokens are for; they go to servers that it covers, and to no other. */
  readonly resource: string;
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** As they were asked for, where the server did not say what it granted. */
  readonly scopes: readonly string[];
}

export function toTokenServer(metadata: AuthorizationServer & { readonly token_endpoint: string }): TokenServer {
  return {
    issuer: metadata.issuer,
    tokenEndpoint: metadata.token_endpoint,
    revocationEndpoint: metadata.revocation_endpoint ?? null,
    idTokenAlgorithms: metadata.id_token_signing_alg_values_supported ?? null,
    namesIssuer: metadata.authorization_response_iss_parameter_supported === true,
  };
}

/** In the names of the specifications, for the library. */
export function toMetadata(server: TokenServer): AuthorizationServer {
  return {
    issuer: server.issuer,
    token_endpoint: server.tokenEndpoint,
    ...(server.revocationEndpoint !== null && { revocation_endpoint: server.revocationEndpoint }),
    ...(server.idTokenAlgorithms !== null && { id_token_signing_alg_values_supported: [...server.idTokenAlgorithms] }),
    ...(server.namesIssuer && { authorization_response_iss_parameter_supported: true }),
  };
}

/** The grant after a renewal: a server that sends no new refresh token means the old one to be used again. */
export function renewedGrant(grant: Grant, tokens: Tokens): Grant {
  return {
    ...grant,
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken ?? grant.refreshToken,
    scopes: tokens.scopes ?? grant.scopes,
  };
}
