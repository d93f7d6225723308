import type { AuthorizationServer, ResourceServer } from 'oauth4webapi';
import { coversResource } from './covers-resource.js';
import { OAuthError } from './oauth.errors.js';
import { validScopes } from './parse-challenge.js';

/** What a protected server says of itself (RFC 9728), as far as it is used. */
export interface ProtectedResource {
  readonly resource: string;
  readonly authorizationServers: readonly string[];
  readonly scopes: readonly string[];
}

const SERVERS_MAX = 16;

/** @throws OAuthError when it is about another server, or names no authorization server */
export function readResource(answer: ResourceServer, serverUrl: string): ProtectedResource {
  if (!coversResource(answer.resource, serverUrl)) throw new OAuthError('oauth.resource_mismatch');
  const listed: unknown = answer.authorization_servers;
  const servers = Array.isArray(listed) ? listed.filter(isIssuer).slice(0, SERVERS_MAX) : [];
  if (servers.length === 0) throw new OAuthError('oauth.not_offered', 'it names no authorization server');
  return {
    resource: answer.resource,
    authorizationServers: servers,
    scopes: validScopes(answer.scopes_supported),
  };
}

/** Printable, and as long as a contract may hold: it is stored, and shown to people. */
const ISSUER = /^[\x21-\x7e]{1,2048}$/;

/** RFC 8414 §2: a URL without query and fragment. */
function isIssuer(value: unknown): value is string {
  if (typeof value !== 'string' || !ISSUER.test(value) || !URL.canParse(value)) return false;
  const { search, hash, protocol } = new URL(value);
  return search === '' && hash === '' && /^https?:$/.test(protocol);
}

/**
 * The one server to use: the one that a person or an earlier client was bound to if there is one, else the first that the
 * protected server names.
 *
 * @throws OAuthError when the protected server does not name the bound one
 */
export function chooseIssuer(named: readonly string[], bound: string | null): string {
  if (bound !== null && !named.includes(bound)) {
    throw new OAuthError('oauth.issuer_mismatch', 'the server sends to another one');
  }
  const issuer = bound ?? named[0];
  if (issuer === undefined) throw new OAuthError('oauth.not_offered', 'it names no authorization server');
  return issuer;
}

export type MetadataWithTokens = AuthorizationServer & { readonly token_endpoint: string };
export type InteractiveServer = MetadataWithTokens & { readonly authorization_endpoint: string };

/** @throws OAuthError unless tokens can be had from it at all, and it is exactly the one that was asked for */
export function assertTokenServer(
  metadata: AuthorizationServer,
  issuer: string,
): asserts metadata is MetadataWithTokens {
  if (metadata.issuer !== issuer) throw new OAuthError('oauth.issuer_mismatch', 'its metadata is that of another one');
  if (!isHttpUrl(metadata.token_endpoint)) throw new OAuthError('oauth.bad_metadata', 'it has no token endpoint');
  for (const name of OPTIONAL_URLS) {
    if (isGiven(metadata[name]) && !isHttpUrl(metadata[name])) {
      throw new OAuthError('oauth.bad_metadata', `its ${name} is no URL`);
    }
  }
  for (const name of OPTIONAL_LISTS) {
    if (isGiven(metadata[name]) && !Array.isArray(metadata[name])) {
      throw new OAuthError('oauth.bad_metadata', `its ${name} is no list`);
    }
  }
}

const OPTIONAL_URLS = ['revocation_endpoint', 'registration_endpoint'] as const;
const OPTIONAL_LISTS = [
  'scopes_supported',
  'grant_types_supported',
  'token_endpoint_auth_methods_supported',
  'id_token_signing_alg_values_supported',
] as const;

/** Servers in use say null where they mean nothing. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** @throws OAuthError unless a person can authorize it, with PKCE: a code alone could be somebody else's */
export function assertInteractive(metadata: MetadataWithTokens): asserts metadata is InteractiveServer {
  if (!isHttpUrl(metadata.authorization_endpoint)) {
    throw new OAuthError('oauth.bad_metadata', 'it has no authorization endpoint');
  }
  const methods: unknown = metadata.code_challenge_methods_supported;
  if (!Array.isArray(methods) || !methods.includes('S256')) throw new OAuthError('oauth.pkce_unsupported');
}

function isHttpUrl(value: unknown): value is string {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}
