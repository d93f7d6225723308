import { type DiscoveryCompleted, discoveryCompleted, type EventEnvelope } from '@countersign/contracts';
import { Inbox } from '@countersign/database';
import { Consumes, durableOf, type EventConsumer } from '@countersign/messaging';
import { AwaitIntegration } from '../integrations/await-integration.use-case.js';
import { IntegrationNotYetKnownError } from '../integrations/integration.errors.js';
import { type Catalogue, CatalogueClient } from './catalogue.client.js';
import { MergeDiscovery } from './merge-discovery.use-case.js';
import { CatalogueMovedError } from './tool-policy.errors.js';

const DURABLE_NAME = durableOf('policy', discoveryCompleted);

/**
 * The first discovery is announced in the same moment as the registration, and they race. Waiting for so long is quicker
 * than another delivery, and short enough to leave the handlers to others.
 */
const AWAIT_REGISTRATION_MS_MAX = 1_000;

/**
 * The event says that there is a newer snapshot; what is merged is the newest one that the registry has. So events can be
 * repeated, late or out of order, and some may find their work done.
 */
@Consumes(discoveryCompleted)
export class DiscoveryCompletedConsumer implements EventConsumer<DiscoveryCompleted> {
  constructor(
    private readonly inbox: Inbox,
    private readonly awaitIntegration: AwaitIntegration,
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
    const integration = await this.awaitIntegration.execute(key, () => true, AWAIT_REGISTRATION_MS_MAX);
    if (integration === null) throw new IntegrationNotYetKnownError(data.integrationId);
    return integration.removedAt !== null || (integration.snapshotRevision ?? -1) >= data.snapshotRevision;
  }
}

function assertReaches(catalogue: Catalogue, data: DiscoveryCompleted): void {
  if (catalogue.snapshotRevision < data.snapshotRevision) throw new CatalogueMovedError(data.integrationId);
}
