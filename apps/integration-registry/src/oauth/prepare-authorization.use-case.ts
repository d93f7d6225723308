import type { OAuthSettings } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import {
  AuthorizationDiscovery,
  type DiscoveredAuthorization,
  type ProtectedServer,
} from './authorization-discovery.client.js';
import { checkOAuthSettings } from './check-oauth-settings.js';
import { chooseClientAuth, chooseRegistration } from './choose-registration.js';
import { chooseScopes } from './choose-scopes.js';
import { type Grant, type OAuthClient, toTokenServer } from './grant.js';
import { GrantStore } from './grant-store.repository.js';
import { ClientRequiredError } from './oauth.errors.js';
import type { NewGrant } from './oauth-grant.repository.js';
import type { NewSettings } from './oauth-settings.repository.js';
import { SettingsStore } from './settings-store.repository.js';
import { TokenEndpointClient } from './token-endpoint.client.js';

/** What a person wants to be authorized, and how. */
export interface AuthorizationWish extends IntegrationRef {
  readonly auth: 'oauth2' | 'client-credentials';
  readonly serverUrl: string;
  /** Static ones. */
  readonly headers: Readonly<Record<string, string>>;
  readonly settings: OAuthSettings;
  /** What it will be when this is stored. */
  readonly connectionRevision: number;
  readonly grantVersion: number;
  readonly setBy: string;
}

/** What will be stored, and what the server is discovered with. */
export interface PreparedAuthorization {
  readonly settings: NewSettings;
  readonly issuer: string;
  /** Null: a person has to authorize it, and nothing can be discovered before. */
  readonly granted: { readonly grant: NewGrant; readonly accessToken: string } | null;
}

/** Finds out whether an authorization can be had as it was asked for, before anything is stored. */
@Injectable()
export class PrepareAuthorization {
  constructor(
    private readonly discovery: AuthorizationDiscovery,
    private readonly endpoint: TokenEndpointClient,
    private readonly grants: GrantStore,
    private readonly settings: SettingsStore,
  ) {}

  /** @throws InvalidInputError, OAuthError, ClientRequiredError, EgressRefusedError */
  async execute(wish: AuthorizationWish): Promise<PreparedAuthorization> {
    const { auth, serverUrl, headers, settings } = wish;
    checkOAuthSettings(auth, settings);
    const found = await this.discovery.discover({ serverUrl, headers, issuer: settings.issuer ?? null });
    if (auth === 'oauth2') await this.assertAuthorizable(found, settings);
    const granted = auth === 'oauth2' ? null : await this.ask(wish, found);
    const given = { settings, issuer: found.metadata.issuer, version: wish.connectionRevision, setBy: wish.setBy };
    return { settings: await this.settings.seal(wish, given), issuer: given.issuer, granted };
  }

  /** That a person could authorize this server as well, with the settings that there are. @throws OAuthError, EgressRefusedError */
  async check(server: ProtectedServer): Promise<void> {
    await this.discovery.toInteractive((await this.discovery.discover(server)).metadata);
  }

  /** What can be said before anybody is asked. Where Countersign serves its own document is known only when a person starts. */
  private async assertAuthorizable({ metadata }: DiscoveredAuthorization, { clientId }: OAuthSettings): Promise<void> {
    await this.discovery.toInteractive(metadata);
    const readsDocuments = metadata['client_id_metadata_document_supported'] === true;
    const registration = chooseRegistration(metadata, { clientId: clientId ?? null, clientMetadataUrl: null });
    if (registration === null && !readsDocuments) throw new ClientRequiredError();
  }

  private async ask(
    wish: AuthorizationWish,
    found: DiscoveredAuthorization,
  ): Promise<PreparedAuthorization['granted']> {
    const { settings, setBy, grantVersion } = wish;
    const server = toTokenServer(found.metadata);
    const client = toOwnClient(settings, found);
    const scopes = chooseScopes({
      wanted: settings.scopes ?? [],
      challenged: found.challengedScopes,
      supported: found.supportedScopes,
      granted: [],
      missing: [],
    });
    const { resource } = found;
    const tokens = await this.endpoint.askForOwn({ server, client, resource }, scopes);
    const { accessToken } = tokens;
    const grant: Grant = {
      kind: 'client-credentials',
      server,
      client,
      resource,
      accessToken,
      // RFC 6749 §4.4.3: there should be none, and it is not needed.
      refreshToken: null,
      scopes: tokens.scopes ?? scopes,
    };
    const sealed = await this.grants.seal(grant, tokens, { ...wish, version: grantVersion });
    return { grant: { ...sealed, authorizedBy: setBy }, accessToken };
  }
}

function toOwnClient(
  { clientId, clientSecret, clientAuthMethod }: OAuthSettings,
  { metadata }: DiscoveredAuthorization,
): OAuthClient {
  if (!clientId || !clientSecret) throw new Error('client credentials were not checked');
  const authMethod = chooseClientAuth(metadata, { hasSecret: true, wanted: clientAuthMethod ?? null });
  return { clientId, clientSecret, authMethod, registration: 'pre-registered' };
}
