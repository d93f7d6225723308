import { type DiscoveryCompleted, discoveryCompleted, type EventEnvelope } from '@countersign/contracts';
import { Database, Inbox } from '@countersign/database';
import { Consumes, durableOf, type EventConsumer } from '@countersign/messaging';
import { IntegrationNotYetKnownError } from '../integrations/integration.errors.js';
import { IntegrationRepository } from '../integrations/integration.repository.js';
import { type Catalogue, CatalogueClient } from './catalogue.client.js';
import { MergeDiscovery } from './merge-discovery.use-case.js';
import { CatalogueMovedError } from './tool-policy.errors.js';

const DURABLE_NAME = durableOf('policy', discoveryCompleted);

/**
 * The event says that there is a newer snapshot; what is merged is the newest one that the registry has. So events can be
 * repeated, late or out of order, and some may find their work done.
 */
@Consumes(discoveryCompleted)
export class DiscoveryCompletedConsumer implements EventConsumer<DiscoveryCompleted> {
  constructor(
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly integrations: IntegrationRepository,
    private readonly catalogue: CatalogueClient,
    private readonly mergeDiscovery: MergeDiscovery,
  ) {}

  async handle(event: EventEnvelope<DiscoveryCompleted>): Promise<void> {
    const { workspaceId, data } = event;
    const key = { workspaceId, integrationId: data.integrationId };
    // Outside of the transaction that merges: no row lock waits for the bus.
    const catalogue = (await this.isOutdated(event)) ? null : await this.catalogue.fetch(key);
    if (catalogue !== null) assertReaches(catalogue, data);
    await this.inbox.once(DURABLE_NAME, event.id, workspaceId, async (tx) => {
      if (catalogue !== null) await this.mergeDiscovery.execute(tx, key, catalogue);
    });
  }

  /** @throws IntegrationNotYetKnownError the posture comes with the registration: merging without it could open tools */
  private async isOutdated({ workspaceId, data }: EventEnvelope<DiscoveryCompleted>): Promise<boolean> {
    const key = { workspaceId, integrationId: data.integrationId };
    const integration = await this.database.read(workspaceId, (tx) => this.integrations.find(tx, key));
    if (integration === null) throw new IntegrationNotYetKnownError(data.integrationId);
    return integration.removedAt !== null || (integration.snapshotRevision ?? -1) >= data.snapshotRevision;
  }
}

function assertReaches(catalogue: Catalogue, data: DiscoveryCompleted): void {
  if (catalogue.snapshotRevision < data.snapshotRevision) throw new CatalogueMovedError(data.integrationId);
}
