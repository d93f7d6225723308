import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { Integration } from '../integrations/integration.entity.js';
import { IntegrationNotFoundError } from '../integrations/integration.errors.js';
import { type IntegrationRef, IntegrationRepository } from '../integrations/integration.repository.js';
import { StoredAddresses } from '../integrations/stored-address.repository.js';
import type { StreamTarget } from './streams/listener-exchange.client.js';
import { waitsForAuthorization } from './waits-for-authorization.js';
import { WatchRepository } from './watch.repository.js';

/** The servers as they are when their turn comes, which may be long after it was planned. */
@Injectable()
export class WatchedServers {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly addresses: StoredAddresses,
    private readonly watches: WatchRepository,
  ) {}

  /** One that is gone, or waits for a person, is left alone from now on. */
  async isToBeWatched(ref: IntegrationRef): Promise<boolean> {
    const integration = await this.find(ref);
    if (integration !== null && !waitsForAuthorization(integration.status)) return true;
    await this.database.transaction(ref.workspaceId, (tx) => this.watches.park(tx, ref));
    return false;
  }

  /** Null where nobody knows how to speak to it yet. @throws IntegrationNotFoundError, and what is wrong with its credentials */
  async findTarget(ref: IntegrationRef): Promise<StreamTarget | null> {
    const { address } = await this.addresses.read(ref);
    const { serverUrl, headers, prior } = address;
    return prior === null ? null : { serverUrl, headers, ...prior };
  }

  private async find(ref: IntegrationRef): Promise<Integration | null> {
    try {
      return await this.database.read(ref.workspaceId, (tx) => this.integrations.get(tx, ref));
    } catch (error) {
      if (error instanceof IntegrationNotFoundError) return null;
      throw error;
    }
  }
}
