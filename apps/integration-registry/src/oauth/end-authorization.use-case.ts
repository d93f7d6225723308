import type { IntegrationActorRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { usesOAuth } from '../integrations/choose-auth.js';
import { IntegrationRepository } from '../integrations/integration.repository.js';
import { KeepAuthorization } from './keep-authorization.use-case.js';
import { OAuthError } from './oauth.errors.js';
import { RevokeGrant } from './revoke-grant.use-case.js';

/** Takes an authorization back: forgotten here first, then at the authorization server, if that can be had. */
@Injectable()
export class EndAuthorization {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly authorizations: KeepAuthorization,
    private readonly revokeGrant: RevokeGrant,
  ) {}

  /** @throws IntegrationNotFoundError, OAuthError where there is no authorization to end */
  async execute({ workspaceId, integrationId, actor }: IntegrationActorRequest): Promise<void> {
    const ref = { workspaceId, integrationId };
    const ended = await this.database.transaction(workspaceId, async (tx) => {
      const integration = await this.integrations.getLocked(tx, ref);
      if (!usesOAuth(integration.auth)) throw new OAuthError('oauth.not_interactive');
      const found = await this.revokeGrant.find(tx, integration);
      await this.authorizations.end(tx, integration, actor);
      return found;
    });
    if (ended !== null) await this.revokeGrant.execute(ref, ended);
  }
}
