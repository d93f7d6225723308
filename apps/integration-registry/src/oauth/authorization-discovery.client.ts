import { DomainError } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import { processDiscoveryResponse, processResourceDiscoveryResponse, type ResourceServer } from 'oauth4webapi';
import { AuthorizationServerClient } from './authorization-server.client.js';
import { toResource } from './covers-resource.js';
import { resourceMetadataUrls, serverMetadataUrls } from './metadata-urls.js';
import { OAuthError } from './oauth.errors.js';
import { START_MS_MAX } from './oauth-limits.js';
import { parseChallenge } from './parse-challenge.js';
import {
  assertInteractive,
  assertTokenServer,
  chooseIssuer,
  type InteractiveServer,
  type MetadataWithTokens,
  type ProtectedResource,
  readResource,
} from './read-metadata.js';
import { toOAuthError } from './to-oauth-error.js';

export interface ProtectedServer {
  readonly serverUrl: string;
  /** Static headers, which a gateway before the server may want; never an `Authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The only authorization server that may be used. */
  readonly issuer: string | null;
}

export interface DiscoveredAuthorization {
  readonly metadata: MetadataWithTokens;
  /** What tokens are asked for; covers the server's URL. */
  readonly resource: string;
  readonly challengedScopes: readonly string[];
  readonly supportedScopes: readonly string[];
}

/** A request that every protected server refuses and every other one survives: it opens no session and changes nothing. */
const PROBE = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} });
const UNAUTHORIZED = 401;
const OK = 200;
const SERVER_ERROR = 500;

/** Finds out how a server wants to be authorized: its challenge, its metadata, and that of its authorization server. */
@Injectable()
export class AuthorizationDiscovery {
  constructor(private readonly servers: AuthorizationServerClient) {}

  /** @throws OAuthError, EgressRefusedError */
  async discover(server: ProtectedServer): Promise<DiscoveredAuthorization> {
    const signal = AbortSignal.timeout(START_MS_MAX);
    try {
      const challenge = await this.probe(server, signal);
      const resource = await this.findResource(server, challenge.resourceMetadata, signal);
      const named = resource?.authorizationServers ?? [server.issuer ?? originOf(server.serverUrl)];
      const issuer = chooseIssuer(named, server.issuer);
      return {
        metadata: await this.readServer(issuer, signal),
        resource: resource?.resource ?? toResource(server.serverUrl),
        challengedScopes: challenge.scopes,
        supportedScopes: resource?.scopes ?? [],
      };
    } catch (error) {
      throw toOAuthError(error);
    }
  }

  /** Where a browser may be sent to authorize. @throws OAuthError, EgressRefusedError */
  async toInteractive(metadata: MetadataWithTokens): Promise<InteractiveServer> {
    assertInteractive(metadata);
    await this.servers.assertOpenable(metadata.authorization_endpoint);
    return metadata;
  }

  /** Without credentials; whatever else than a 401 comes back leaves the well-known places. */
  private async probe({ serverUrl, headers }: ProtectedServer, signal: AbortSignal) {
    const own = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-method': 'tools/list',
    };
    const init = { method: 'POST', body: PROBE, headers: { ...withoutAuthorization(headers), ...own }, signal };
    const response = await this.servers.fetch(serverUrl, init);
    await response.body?.cancel();
    return parseChallenge(response.status === UNAUTHORIZED ? response.headers.get('www-authenticate') : null);
  }

  /** Null where the server says nothing: before RFC 9728, servers were their own authorization servers. */
  private async findResource(
    { serverUrl }: ProtectedServer,
    named: string | null,
    signal: AbortSignal,
  ): Promise<ProtectedResource | null> {
    if (named !== null && !URL.canParse(named)) {
      throw new OAuthError('oauth.bad_metadata', 'it names no URL of its metadata');
    }
    const found = await this.firstOf(named === null ? resourceMetadataUrls(serverUrl) : [named], signal);
    if (found !== null) return readResource(await readResourceAnswer(found), serverUrl);
    if (named !== null) throw new OAuthError('oauth.bad_metadata', 'there is none where it says that it is');
    return null;
  }

  private async readServer(issuer: string, signal: AbortSignal): Promise<MetadataWithTokens> {
    const found = await this.firstOf(serverMetadataUrls(issuer), signal);
    if (found === null) throw new OAuthError('oauth.not_offered', 'there is no metadata of an authorization server');
    const metadata = await processDiscoveryResponse(new URL(issuer), found).catch((error: unknown) => {
      throw metadataError(error);
    });
    assertTokenServer(metadata, issuer);
    // They are kept with the grant, and asked long after; the guard looks again then.
    const { token_endpoint: tokens, revocation_endpoint: revocation } = metadata;
    for (const url of [tokens, revocation ?? tokens]) await this.servers.assertOpenable(url);
    return metadata;
  }

  /** The first place that answers; a server that fails is not taken for one that has nothing to say. */
  private async firstOf(urls: readonly string[], signal: AbortSignal): Promise<Response | null> {
    for (const url of urls) {
      const response = await this.servers.fetch(url, { headers: { accept: 'application/json' }, signal });
      if (response.status === OK) return response;
      await response.body?.cancel();
      if (response.status >= SERVER_ERROR) {
        throw new OAuthError('oauth.unreachable', `it answered with HTTP ${response.status}`);
      }
    }
    return null;
  }
}

/** Which URL the metadata must name is a question of what covers what, and not of the exact text that the library compares. */
async function readResourceAnswer(response: Response): Promise<ResourceServer> {
  const body = await response.text();
  const named = readNamed(body);
  if (named === null) throw new OAuthError('oauth.bad_metadata', 'it does not say what is protected');
  return processResourceDiscoveryResponse(named, new Response(body, { headers: response.headers }));
}

function readNamed(body: string): URL | null {
  try {
    const { resource } = JSON.parse(body) as { readonly resource?: unknown };
    return typeof resource === 'string' ? URL.parse(resource) : null;
  } catch {
    // No JSON, or none that is an object.
    return null;
  }
}

/** The library compares issuers as URLs; one that differs is a mismatch and not an unreadable answer. */
function metadataError(error: unknown): DomainError {
  const isOther = (error as { readonly code?: unknown }).code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED';
  return isOther ? new OAuthError('oauth.issuer_mismatch', 'its metadata is that of another one') : toOAuthError(error);
}

function withoutAuthorization(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'));
}

function originOf(serverUrl: string): string {
  return new URL(serverUrl).origin;
}
