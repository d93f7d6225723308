import type { StartAuthorizationRequest } from '@countersign/contracts';
import { Database, newId } from '@countersign/database';
import { Injectable, Logger } from '@nestjs/common';
import type { AuthorizationServer } from 'oauth4webapi';
import { isLostSecret } from '../credentials/is-lost-secret.js';
import type { AuthorizationContext } from './authorization-context.repository.js';
import { chooseClientAuth, chooseRegistration } from './choose-registration.js';
import { ClientRegistrationClient } from './client-registration.client.js';
import type { OAuthClient } from './grant.js';
import { ClientRequiredError } from './oauth.errors.js';
import { type ClientKey, OAuthClientRepository, type SealedClient } from './oauth-client.repository.js';
import { OAuthVault } from './oauth-vault.client.js';

type RegisteredClient = OAuthClient & Pick<ClientKey, 'issuer' | 'redirectUri'>;

/** Who Countersign is at an authorization server; registers itself there where that is the way. */
@Injectable()
export class FindClient {
  private readonly logger = new Logger(FindClient.name);

  constructor(
    private readonly database: Database,
    private readonly clients: OAuthClientRepository,
    private readonly registration: ClientRegistrationClient,
    private readonly vault: OAuthVault,
  ) {}

  /** @throws ClientRequiredError, OAuthError, EgressRefusedError */
  async execute(
    { workspaceId, redirectUri, clientMetadataUrl }: StartAuthorizationRequest,
    context: AuthorizationContext,
    metadata: AuthorizationServer,
  ): Promise<OAuthClient> {
    const clientId = context.settings?.clientId ?? null;
    const documentUrl = clientMetadataUrl ?? null;
    const registration = chooseRegistration(metadata, { clientId, clientMetadataUrl: documentUrl });
    switch (registration) {
      case 'pre-registered':
        return toOwnClient(context, metadata);
      case 'client-metadata-document':
        return { clientId: documentUrl ?? '', clientSecret: null, authMethod: 'none', registration };
      case 'dynamic':
        return this.findRegistered({ workspaceId, issuer: metadata.issuer, redirectUri }, metadata);
      case null:
        throw new ClientRequiredError();
    }
  }

  private async findRegistered(key: ClientKey, metadata: AuthorizationServer): Promise<OAuthClient> {
    const found = await this.database.read(key.workspaceId, (tx) => this.clients.find(tx, key));
    const client = found === null ? null : await this.open(key, found);
    return client ?? this.register(key, metadata);
  }

  private async register(key: ClientKey, metadata: AuthorizationServer): Promise<OAuthClient> {
    const { secretExpiresAt, ...answer } = await this.registration.register(metadata, key.redirectUri);
    const client: OAuthClient = { ...answer, registration: 'dynamic' };
    const { workspaceId, issuer, redirectUri } = key;
    const id = newId();
    const sealed = await this.vault.seal({ ...client, issuer, redirectUri }, toVaultKey(workspaceId, id));
    await this.database.transaction(workspaceId, (tx) => this.clients.put(tx, key, { id, sealed, secretExpiresAt }));
    return client;
  }

  /** Null for one that does not open any more: nobody could enter it again, and registering is free. */
  private async open(key: ClientKey, { id, sealed }: SealedClient): Promise<OAuthClient | null> {
    try {
      const opened = await this.vault.open<RegisteredClient>(sealed, toVaultKey(key.workspaceId, id));
      const { issuer, redirectUri, ...client } = opened;
      // A row cannot be made to name another server: the secret would go there.
      if (issuer !== key.issuer || redirectUri !== key.redirectUri)
        throw new Error('a registered client is of elsewhere');
      return client;
    } catch (error) {
      if (!isLostSecret(error)) throw error;
      this.logger.warn('a registered client does not open', { workspaceId: key.workspaceId, issuer: key.issuer });
      return null;
    }
  }
}

/** It belongs to the workspace; its own id stands where others have that of their integration, and it never changes. */
function toVaultKey(workspaceId: string, id: string) {
  return { workspaceId, integrationId: id, version: 1, purpose: 'oauth-client' } as const;
}

function toOwnClient({ settings, clientSecret }: AuthorizationContext, metadata: AuthorizationServer): OAuthClient {
  const wanted = settings?.clientAuthMethod ?? null;
  const authMethod = chooseClientAuth(metadata, { hasSecret: clientSecret !== null, wanted });
  return { clientId: settings?.clientId ?? '', clientSecret, authMethod, registration: 'pre-registered' };
}
