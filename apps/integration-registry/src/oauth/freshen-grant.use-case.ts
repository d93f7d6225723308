import type { AuthKind, RefusedCredentials } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable, Logger } from '@nestjs/common';
import { NotAuthorizedError } from '../integrations/integration.errors.js';
import { type IntegrationRef, IntegrationRepository } from '../integrations/integration.repository.js';
import { GrantStore } from './grant-store.repository.js';
import { OAuthGrantRepository, type StoredGrant } from './oauth-grant.repository.js';
import { validScopes } from './parse-challenge.js';
import { renewalDue } from './renewal-due.js';
import { RenewGrant } from './renew-grant.use-case.js';

/** Sees to it that the grant of an integration can be used now. */
@Injectable()
export class FreshenGrant {
  private readonly logger = new Logger(FreshenGrant.name);

  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly grants: OAuthGrantRepository,
    private readonly store: GrantStore,
    private readonly renewal: RenewGrant,
  ) {}

  /** @throws NotAuthorizedError; OAuthError, EgressRefusedError when it had to be renewed and could not be */
  async execute(ref: IntegrationRef, auth: AuthKind, refused?: RefusedCredentials | null): Promise<void> {
    const grant = await this.database.read(ref.workspaceId, (tx) => this.grants.find(tx, ref));
    if (grant?.state !== 'authorized') throw new NotAuthorizedError(ref.integrationId);
    const isOwn = auth === 'client-credentials';
    const asksForMore = (await this.noteMissing(ref, grant, refused)) && isOwn;
    const need = renewalDue(grant, grant.hasRefreshToken || isOwn, refused);
    if (need === 'required') return this.renewal.execute(ref, grant.version);
    if (need === 'none' && !asksForMore) return;
    await this.renewal.execute(ref, grant.version).catch((error: unknown) => {
      if (error instanceof NotAuthorizedError) throw error;
      // The tokens that there are still work; the next one who needs them tries again.
      this.logger.warn('a grant was not renewed', { ...ref, code: (error as { readonly code?: unknown }).code });
    });
  }

  /** What a server refused for want of: the next authorization asks for it. True when it was not known before. */
  private async noteMissing(
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
