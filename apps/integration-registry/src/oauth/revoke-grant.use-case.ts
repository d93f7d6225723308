import { DomainError } from '@countersign/contracts';
import { Injectable, Logger } from '@nestjs/common';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import type { Grant } from './grant.js';
import { TokenEndpointClient } from './token-endpoint.client.js';

/** Tells an authorization server that its tokens are not needed any more. It is a courtesy, within a few seconds, once. */
@Injectable()
export class RevokeGrant {
  private readonly logger = new Logger(RevokeGrant.name);

  constructor(private readonly endpoint: TokenEndpointClient) {}

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
