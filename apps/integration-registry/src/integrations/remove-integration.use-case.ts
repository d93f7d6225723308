import type { IntegrationActorRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { HeaderStore } from '../credentials/header-store.repository.js';
import { DiscoveryAttemptRepository } from '../discovery/discovery-attempt.repository.js';
import { WatchRepository } from '../watching/watch.repository.js';
import { IntegrationJournal } from './integration-journal.repository.js';
import { IntegrationRepository } from './integration.repository.js';

/** Forgets a server and its credentials. What stays keeps its slug from being given to another one. */
@Injectable()
export class RemoveIntegration {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly journal: IntegrationJournal,
    private readonly headers: HeaderStore,
    private readonly attempts: DiscoveryAttemptRepository,
    private readonly watches: WatchRepository,
  ) {}

  /** @throws IntegrationNotFoundError */
  async execute({ workspaceId, integrationId, actor }: IntegrationActorRequest): Promise<void> {
    const ref = { workspaceId, integrationId };
    await this.database.transaction(ref.workspaceId, async (tx) => {
      const integration = await this.integrations.getLocked(tx, ref);
      await this.headers.replace(tx, ref, null);
      await this.attempts.deleteAll(tx, ref);
      await this.watches.park(tx, ref);
      await this.journal.remove(tx, integration, actor);
    });
  }
}
