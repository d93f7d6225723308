import { Injectable } from '@nestjs/common';
import type { HeaderRecord } from '../credentials/header-vault.client.js';
import { ResolveCredentials } from '../credentials/resolve-credentials.use-case.js';
import { McpServerClient } from '../discovery/mcp-server.client.js';
import type { SuccessfulDiscovery } from '../discovery/record-discovery.use-case.js';
import type { ServerAddress } from '../discovery/server-address.js';
import {
  type AuthorizationWish,
  PrepareAuthorization,
  type PreparedAuthorization,
} from '../oauth/prepare-authorization.use-case.js';
import { withBearer } from '../oauth/with-bearer.js';
import { IntegrationChangedError } from './integration.errors.js';
import type { IntegrationRef } from './integration.repository.js';

/**
 * How a connection will be authorized. `kept`: by the grant that it has, as long as it is that connection. `waiting`: by the settings that it has, once a
 * person gives it a grant; `isMoved` when what it had was given for another server.
 */
export type WantedAuthorization =
  | { readonly how: 'none' }
  | { readonly how: 'new'; readonly wish: AuthorizationWish }
  | { readonly how: 'kept'; readonly ref: IntegrationRef; readonly connectionRevision: number }
  | { readonly how: 'waiting'; readonly isMoved: boolean; readonly issuer: string | null };

export interface WantedConnection {
  readonly address: Omit<ServerAddress, 'headers' | 'prior'>;
  /** Static ones. */
  readonly headers: HeaderRecord;
  readonly authorization: WantedAuthorization;
}

export interface TriedConnection {
  readonly authorization: PreparedAuthorization | 'none' | 'kept' | 'ended';
  /** Null: a person has to authorize it, and it cannot be asked before. */
  readonly discovery: Omit<SuccessfulDiscovery, 'trigger'> | null;
  /** Where the authorization comes from, when it is new. */
  readonly issuer: string | null;
}

/** Finds out whether a server can be reached and authorized as somebody wants it. Stores nothing. */
@Injectable()
export class TryConnection {
  constructor(
    private readonly authorizations: PrepareAuthorization,
    private readonly credentials: ResolveCredentials,
    private readonly servers: McpServerClient,
  ) {}

  /** The URL as it will be used. @throws EgressRefusedError, InvalidInputError, DiscoveryError */
  async checkUrl(serverUrl: string): Promise<string> {
    return this.servers.checkUrl(serverUrl);
  }

  /**
   * @throws InvalidInputError, EgressRefusedError, DiscoveryError, OAuthError, ClientRequiredError, NotAuthorizedError,
   * IntegrationChangedError
   */
  async execute({ address, headers, authorization }: WantedConnection): Promise<TriedConnection> {
    switch (authorization.how) {
      case 'none':
        return { authorization: 'none', discovery: await this.discover(address, headers), issuer: null };
      case 'new':
        return this.tryNew(address, headers, authorization.wish);
      case 'kept': {
        const { accessToken, integration } = await this.credentials.execute(authorization.ref);
        // By now it may be that of another server, to which somebody pointed the integration meanwhile.
        if (integration.connectionRevision !== authorization.connectionRevision) {
          throw new IntegrationChangedError(integration.id);
        }
        const discovery = await this.discover(address, withBearer(headers, accessToken ?? ''));
        return { authorization: 'kept', discovery, issuer: null };
      }
      case 'waiting': {
        const { isMoved, issuer } = authorization;
        if (!isMoved) return { authorization: 'kept', discovery: null, issuer };
        await this.authorizations.check({ serverUrl: address.serverUrl, headers, issuer });
        return { authorization: 'ended', discovery: null, issuer };
      }
    }
  }

  private async tryNew(
    address: WantedConnection['address'],
    headers: HeaderRecord,
    wish: AuthorizationWish,
  ): Promise<TriedConnection> {
    const authorization = await this.authorizations.execute(wish);
    const { granted, issuer } = authorization;
    if (granted === null) return { authorization, discovery: null, issuer };
    const discovery = await this.discover(address, withBearer(headers, granted.accessToken));
    return { authorization, discovery, issuer };
  }

  private async discover(address: WantedConnection['address'], headers: HeaderRecord) {
    const startedAt = performance.now();
    const server = await this.servers.discover({ ...address, headers, prior: null });
    return { server, durationMs: performance.now() - startedAt };
  }
}
