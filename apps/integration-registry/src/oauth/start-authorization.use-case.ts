import type { StartAuthorizationRequest, StartedAuthorization } from '@countersign/contracts';
import { Injectable, Logger } from '@nestjs/common';
import { calculatePKCECodeChallenge, generateRandomCodeVerifier, generateRandomState } from 'oauth4webapi';
import { type AuthorizationContext, AuthorizationContexts } from './authorization-context.repository.js';
import { AuthorizationDiscovery, type DiscoveredAuthorization } from './authorization-discovery.client.js';
import { hashState, toState } from './authorization-state.js';
import { toAuthorizationUrl } from './authorization-url.js';
import { chooseScopes, withOfflineAccess } from './choose-scopes.js';
import { FindClient } from './find-client.use-case.js';
import { toTokenServer } from './grant.js';
import { OAuthError } from './oauth.errors.js';
import { type PendingAuthorization, PendingStore } from './pending-store.repository.js';
import type { InteractiveServer } from './read-metadata.js';

/** Sends a person's browser to the authorization server of an integration. */
@Injectable()
export class StartAuthorization {
  private readonly logger = new Logger(StartAuthorization.name);

  constructor(
    private readonly contexts: AuthorizationContexts,
    private readonly discovery: AuthorizationDiscovery,
    private readonly findClient: FindClient,
    private readonly pendings: PendingStore,
  ) {}

  /** @throws IntegrationNotFoundError, OAuthError, ClientRequiredError, EgressRefusedError */
  async execute(request: StartAuthorizationRequest): Promise<StartedAuthorization> {
    const { workspaceId, integrationId, redirectUri } = request;
    const context = await this.contexts.read({ workspaceId, integrationId });
    const { auth, serverUrl, connectionRevision } = context.integration;
    if (auth !== 'oauth2') throw new OAuthError('oauth.not_interactive');
    const issuer = context.settings?.boundIssuer ?? null;
    const found = await this.discovery.discover({ serverUrl, headers: context.headers, issuer });
    const metadata = await this.discovery.toInteractive(found.metadata);
    const scopes = withOfflineAccess(scopesOf(context, found), metadata);
    const client = await this.findClient.execute(request, context, metadata);
    const state = toState(workspaceId, generateRandomState());
    const pending: PendingAuthorization = {
      stateHash: hashState(state),
      server: toTokenServer(metadata),
      client,
      resource: found.resource,
      redirectUri,
      codeVerifier: generateRandomCodeVerifier(),
      scopes,
    };
    const key = { workspaceId, integrationId, connectionRevision };
    const expiresAt = await this.pendings.keep(pending, key, request.sessionBinding);
    this.logger.log('an authorization began', { workspaceId, integrationId, registration: client.registration });
    return { authorizationUrl: await toUrl(metadata, state, pending), expiresAt: expiresAt.toISOString() };
  }
}

async function toUrl(metadata: InteractiveServer, state: string, pending: PendingAuthorization): Promise<string> {
  const { client, redirectUri, resource, scopes, codeVerifier } = pending;
  const codeChallenge = await calculatePKCECodeChallenge(codeVerifier);
  const { authorization_endpoint: endpoint } = metadata;
  return toAuthorizationUrl({
    endpoint,
    clientId: client.clientId,
    redirectUri,
    state,
    codeChallenge,
    resource,
    scopes,
  });
}

function scopesOf({ settings, grant }: AuthorizationContext, found: DiscoveredAuthorization): string[] {
  return chooseScopes({
    wanted: settings?.scopes ?? [],
    challenged: found.challengedScopes,
    supported: found.supportedScopes,
    granted: grant?.grantedScopes ?? [],
    missing: grant?.missingScopes ?? [],
  });
}
