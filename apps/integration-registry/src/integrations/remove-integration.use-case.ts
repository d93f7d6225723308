import type { RemoveIntegrationRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { RevokeGrant } from '../oauth/revoke-grant.use-case.js';
import { assertVersion } from './assert-version.js';
import { IntegrationJournal } from './integration-journal.repository.js';
import { IntegrationRepository } from './integration.repository.js';
import { KeepConnection } from './keep-connection.use-case.js';

/** Forgets a server and its credentials, and ends its authorization. What stays keeps its slug from being given to another one. */
@Injectable()
export class RemoveIntegration {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly journal: IntegrationJournal,
    private readonly connections: KeepConnection,
    private readonly revokeGrant: RevokeGrant,
  ) {}

  /** @throws IntegrationNotFoundError, IntegrationMovedError */
  async execute(request: RemoveIntegrationRequest): Promise<void> {
    const { workspaceId, integrationId, actor } = request;
    const ref = { workspaceId, integrationId };
    const grant = await this.database.transaction(ref.workspaceId, async (tx) => {
      const integration = await this.integrations.getLocked(tx, ref);
      assertVersion(integration, request);
      const found = await this.revokeGrant.find(tx, integration);
      await this.connections.erase(tx, integration);
      await this.journal.remove(tx, integration, actor);
      return found;
    });
    if (grant !== null) await this.revokeGrant.execute(ref, grant);
  }
}
