import type { RefusedCredentials } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { type IntegrationRef, IntegrationRepository } from '../integrations/integration.repository.js';
import { GrantStore } from './grant-store.repository.js';
import { OAuthGrantRepository, type StoredGrant } from './oauth-grant.repository.js';
import { validScopes } from './parse-challenge.js';

/** Keeps what a server refused for want of: the next authorization asks for it. */
@Injectable()
export class NoteMissingScopes {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly grants: OAuthGrantRepository,
    private readonly store: GrantStore,
  ) {}

  /** True when something was not known before. */
  async execute(
    ref: IntegrationRef,
    { version, grantedScopes, missingScopes }: StoredGrant,
    refused: RefusedCredentials | null | undefined,
  ): Promise<boolean> {
    if (refused?.reason !== 'insufficient_scope' || refused.credentialVersion !== version) return false;
    const known = [...grantedScopes, ...missingScopes];
    const unknown = validScopes(refused.scopes).filter((scope) => !known.includes(scope));
    const missing = unknown.length === 0 ? [] : await this.withoutSecrets(ref, unknown);
    if (missing.length === 0) return false;
    const all = validScopes([...missingScopes, ...missing]);
    return this.database.transaction(ref.workspaceId, (tx) => this.grants.setMissing(tx, ref, version, all));
  }

  /** Scopes are shown to people: a server must not have its token shown by calling it one. */
  private async withoutSecrets(ref: IntegrationRef, scopes: readonly string[]): Promise<string[]> {
    const open = await this.database.read(ref.workspaceId, async (tx) =>
      this.store.find(tx, await this.integrations.get(tx, ref)),
    );
    return scopes.filter((scope) => open !== null && !scope.includes(open.grant.accessToken));
  }
}
