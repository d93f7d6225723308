import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { IntegrationKey } from '../integrations/integration.repository.js';
import { CatalogueClient } from './catalogue.client.js';
import { MergeDiscovery } from './merge-discovery.use-case.js';

/** Merges what the registry has now, without an event that says so. */
@Injectable()
export class MergeNewestSnapshot {
  constructor(
    private readonly database: Database,
    private readonly catalogue: CatalogueClient,
    private readonly mergeDiscovery: MergeDiscovery,
  ) {}

  /** Nothing happens where the registry knows the integration no more: its removal is another change. */
  async execute(key: IntegrationKey): Promise<void> {
    // Outside of the transaction that merges: no row lock waits for the bus.
    const catalogue = await this.catalogue.fetch(key);
    if (catalogue === null) return;
    await this.database.transaction(key.workspaceId, (tx) => this.mergeDiscovery.execute(tx, key, catalogue));
  }
}
