import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Integration } from '../integrations/integration.entity.js';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import { type HeaderRecord, type HeadersKey, HeaderVault } from './header-vault.client.js';
import { type SealedHeaders, StoredHeadersRepository } from './stored-headers.repository.js';

/** The headers of integrations, sealed on their way in. In clear they go to a discovery and to the router, and nowhere else. */
@Injectable()
export class HeaderStore {
  constructor(
    private readonly stored: StoredHeadersRepository,
    private readonly vault: HeaderVault,
  ) {}

  /** Null where there are none. Before a transaction: a key management service may take its time. */
  async seal(headers: HeaderRecord, key: HeadersKey, setBy: string): Promise<SealedHeaders | null> {
    const names = Object.keys(headers);
    return names.length === 0 ? null : { names, sealed: await this.vault.seal(headers, key), setBy };
  }

  async replace(tx: EntityManager, ref: IntegrationRef, headers: SealedHeaders | null): Promise<void> {
    await this.stored.replace(tx, ref, headers);
  }

  /** @throws UnsealError when what is stored is not the headers of this integration in its current version */
  async open(tx: EntityManager, integration: Integration): Promise<HeaderRecord> {
    const { workspaceId, id: integrationId, headersVersion: version } = integration;
    if (version === 0) return {};
    const sealed = await this.stored.findSealed(tx, { workspaceId, integrationId });
    if (sealed === null) throw new Error(`the headers of integration ${integrationId} are missing`);
    return this.vault.open(sealed, { workspaceId, integrationId, version });
  }
}
