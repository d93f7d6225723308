import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Integration } from '../integrations/integration.entity.js';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import type { Grant, Tokens } from './grant.js';
import { type GrantPatch, type NewGrant, OAuthGrantRepository } from './oauth-grant.repository.js';
import { OAuthVault } from './oauth-vault.client.js';

/** Which grant: of an integration, in one version. */
export interface GrantKey extends IntegrationRef {
  readonly version: number;
}

export interface OpenGrant {
  readonly grant: Grant;
  readonly version: number;
  /** Null: the access token does not end by itself. */
  readonly expiresAt: Date | null;
}

/** Grants, sealed on their way in. In clear they go to the authorization server, and their access token to the server it is for. */
@Injectable()
export class GrantStore {
  constructor(
    private readonly grants: OAuthGrantRepository,
    private readonly vault: OAuthVault,
  ) {}

  /** Before a transaction: a key management service may take its time. */
  async seal(grant: Grant, tokens: Tokens, key: GrantKey): Promise<Omit<NewGrant, 'authorizedBy'>> {
    const { issuer } = grant.server;
    const { clientId, registration } = grant.client;
    return { ...(await this.sealRenewed(grant, tokens, { ...key, missing: [] })), issuer, clientId, registration };
  }

  async sealRenewed(
    grant: Grant,
    { expiresInSeconds }: Tokens,
    { missing, ...key }: GrantKey & { readonly missing: readonly string[] },
  ): Promise<GrantPatch> {
    return {
      version: key.version,
      sealed: await this.vault.seal(grant, { ...key, purpose: 'oauth-grant' }),
      grantedScopes: grant.scopes,
      missingScopes: missing.filter((scope) => !grant.scopes.includes(scope)),
      expiresInSeconds,
      hasRefreshToken: grant.refreshToken !== null,
    };
  }

  /** @throws UnsealError when what is stored is not the grant of this integration in this version */
  async open(sealed: string, key: GrantKey): Promise<Grant> {
    return this.vault.open<Grant>(sealed, { ...key, purpose: 'oauth-grant' });
  }

  /**
   * The current one of an integration; null where it has none that can be used.
   *
   * @throws UnsealError when what is stored is not the grant of this integration in its current version
   */
  async find(tx: EntityManager, integration: Integration): Promise<OpenGrant | null> {
    const { workspaceId, id: integrationId, grantVersion: version } = integration;
    const stored = await this.grants.find(tx, { workspaceId, integrationId });
    if (stored === null || stored.sealed === null) return null;
    const grant = await this.open(stored.sealed, { workspaceId, integrationId, version });
    return { grant, version, expiresAt: stored.expiresAt };
  }
}
