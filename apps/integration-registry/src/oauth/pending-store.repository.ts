import { sha256Hex } from '@countersign/canonical-json';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import type { OAuthClient, TokenServer } from './grant.js';
import { OAuthError } from './oauth.errors.js';
import { OAuthVault } from './oauth-vault.client.js';
import { PendingAuthorizationRepository } from './pending-authorization.repository.js';

/** What is kept while a browser is away; sealed, because of the verifier and the client's secret. */
export interface PendingAuthorization {
  readonly stateHash: string;
  readonly server: TokenServer;
  readonly client: OAuthClient;
  readonly resource: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
  readonly scopes: readonly string[];
}

/** What an authorization was begun for. */
export interface PendingKey extends IntegrationRef {
  readonly connectionRevision: number;
}

export interface ReturnedAuthorization extends PendingKey {
  readonly pending: PendingAuthorization;
}

/** Authorizations that are under way: each of one session, for a few minutes, once. */
@Injectable()
export class PendingStore {
  constructor(
    private readonly database: Database,
    private readonly rows: PendingAuthorizationRepository,
    private readonly vault: OAuthVault,
  ) {}

  /** Until when it can be finished. */
  async keep(pending: PendingAuthorization, key: PendingKey, sessionBinding: string): Promise<Date> {
    const sealed = await this.vault.seal(pending, toVaultKey(key));
    const { stateHash } = pending;
    const row = { ...key, stateHash, sessionHash: sha256Hex(sessionBinding), sealed };
    return this.database.transaction(key.workspaceId, (tx) => this.rows.insert(tx, row));
  }

  /**
   * Takes it away, whatever comes of it: a state that was seen once is worth nothing.
   *
   * @throws OAuthError when there is none, it ran out, or another session began it
   */
  async take(workspaceId: string, stateHash: string | null, sessionBinding: string): Promise<ReturnedAuthorization> {
    const found =
      stateHash === null
        ? null
        : await this.database.transaction(workspaceId, (tx) => this.rows.consume(tx, workspaceId, stateHash));
    if (found === null) throw new OAuthError('oauth.bad_state', 'it is not known, or was finished before');
    if (found.sessionHash !== sha256Hex(sessionBinding)) {
      throw new OAuthError('oauth.bad_state', 'another session began it');
    }
    if (found.isExpired) throw new OAuthError('oauth.bad_state', 'it took too long; begin again');
    const { integrationId, connectionRevision } = found;
    const key = { workspaceId, integrationId, connectionRevision };
    const pending = await this.vault.open<PendingAuthorization>(found.sealed, toVaultKey(key));
    // Two of one integration have the same seal, and must not be exchanged in the database.
    if (pending.stateHash !== stateHash) throw new OAuthError('oauth.bad_state');
    return { ...key, pending };
  }
}

function toVaultKey({ workspaceId, integrationId, connectionRevision: version }: PendingKey) {
  return { workspaceId, integrationId, version, purpose: 'oauth-pending' } as const;
}
