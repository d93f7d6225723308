import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { HeaderStore } from '../credentials/header-store.repository.js';
import type { ProtocolVerdict } from '../discovery/discovered-server.js';
import type { ServerAddress } from '../discovery/server-address.js';
import type { Integration } from './integration.entity.js';
import { type IntegrationRef, IntegrationRepository } from './integration.repository.js';
import { MS_PER_SECOND } from './timeouts.js';

export interface StoredAddress {
  readonly connectionRevision: number;
  readonly address: ServerAddress;
}

/** How to ask the server of a registered integration, with its credentials. */
@Injectable()
export class StoredAddresses {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly headers: HeaderStore,
  ) {}

  /** @throws IntegrationNotFoundError */
  async read(ref: IntegrationRef): Promise<StoredAddress> {
    return this.database.read(ref.workspaceId, async (tx) => {
      const integration = await this.integrations.get(tx, ref);
      const { serverUrl, transport, timeoutSeconds, connectionRevision } = integration;
      const headers = await this.headers.open(tx, integration);
      const timeoutMs = timeoutSeconds * MS_PER_SECOND;
      const address = { serverUrl, headers, timeoutMs, transport, prior: toPrior(integration) };
      return { connectionRevision, address };
    });
  }
}

/** Null where it was never verified. */
function toPrior({ wireTransport, era, protocolVersion }: Integration): ProtocolVerdict | null {
  if (wireTransport === null || era === null || protocolVersion === null) return null;
  return { wireTransport, era, protocolVersion };
}
