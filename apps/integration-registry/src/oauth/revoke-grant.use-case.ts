import { DomainError } from '@countersign/contracts';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isLostSecret } from '../credentials/is-lost-secret.js';
import type { Integration } from '../integrations/integration.entity.js';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import { GrantStore } from './grant-store.repository.js';
import type { Grant } from './grant.js';
import { TokenEndpointClient } from './token-endpoint.client.js';

/** Tells an authorization server that its tokens are not needed any more. It is a courtesy, within a few seconds, once. */
@Injectable()
export class RevokeGrant {
  private readonly logger = new Logger(RevokeGrant.name);

  constructor(
    private readonly store: GrantStore,
    private readonly endpoint: TokenEndpointClient,
  ) {}

  /** What there is to revoke. A grant that does not open any more can be ended here all the same: then nothing. */
  async find(tx: EntityManager, integration: Integration): Promise<Grant | null> {
    try {
      return (await this.store.find(tx, integration))?.grant ?? null;
    } catch (error) {
      if (!isLostSecret(error)) throw error;
      this.logger.warn('a grant does not open, and cannot be revoked', { integrationId: integration.id });
      return null;
    }
  }

  async execute({ workspaceId, integrationId }: IntegrationRef, grant: Grant): Promise<void> {
    try {
      await this.endpoint.revoke(grant);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // The tokens are forgotten here; that they live on there until they end is all that is lost.
      this.logger.warn('a grant was not revoked', { workspaceId, integrationId, code: error.code });
    }
  }
}
