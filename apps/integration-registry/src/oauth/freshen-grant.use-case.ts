import type { AuthKind, RefusedCredentials } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable, Logger } from '@nestjs/common';
import { NotAuthorizedError } from '../integrations/integration.errors.js';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import { GrantJournal } from './grant-journal.repository.js';
import { NoteMissingScopes } from './note-missing-scopes.use-case.js';
import { OAuthGrantRepository } from './oauth-grant.repository.js';
import { renewalDue } from './renewal-due.js';
import { RenewGrant } from './renew-grant.use-case.js';

/** Sees to it that the grant of an integration can be used now. */
@Injectable()
export class FreshenGrant {
  private readonly logger = new Logger(FreshenGrant.name);

  constructor(
    private readonly database: Database,
    private readonly grants: OAuthGrantRepository,
    private readonly journal: GrantJournal,
    private readonly noteMissing: NoteMissingScopes,
    private readonly renewal: RenewGrant,
  ) {}

  /** @throws NotAuthorizedError; OAuthError, EgressRefusedError when it had to be renewed and could not be */
  async execute(ref: IntegrationRef, auth: AuthKind, refused?: RefusedCredentials | null): Promise<void> {
    const grant = await this.database.read(ref.workspaceId, (tx) => this.grants.find(tx, ref));
    if (grant?.state !== 'authorized') return this.refuse(ref);
    const isOwn = auth === 'client-credentials';
    const asksForMore = (await this.noteMissing.execute(ref, grant, refused)) && isOwn;
    const need = renewalDue(grant, grant.hasRefreshToken || isOwn, refused);
    if (need === 'required') return this.renewal.execute(ref, grant.version);
    if (need === 'none' && !asksForMore) return;
    await this.renewal.execute(ref, grant.version).catch((error: unknown) => {
      if (error instanceof NotAuthorizedError) throw error;
      // The tokens that there are still work; the next one who needs them tries again.
      this.logger.warn('a grant was not renewed', { ...ref, code: (error as { readonly code?: unknown }).code });
    });
  }

  /** A verification that was under way when the grant ended may have called the integration connected since. */
  private async refuse(ref: IntegrationRef): Promise<never> {
    await this.database.transaction(ref.workspaceId, (tx) => this.journal.settleStatus(tx, ref));
    throw new NotAuthorizedError(ref.integrationId);
  }
}
