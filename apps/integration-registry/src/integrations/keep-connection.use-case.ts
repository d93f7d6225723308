import type { Actor, DiscoveryTrigger } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { HeaderStore } from '../credentials/header-store.repository.js';
import type { HeaderRecord, HeadersKey } from '../credentials/header-vault.client.js';
import type { SealedHeaders } from '../credentials/stored-headers.repository.js';
import { RecordDiscovery } from '../discovery/record-discovery.use-case.js';
import { KeepAuthorization } from '../oauth/keep-authorization.use-case.js';
import type { Integration } from './integration.entity.js';
import type { TriedConnection } from './try-connection.use-case.js';

/** What proved to work, and what it is kept as. */
export interface KeptConnection {
  readonly tried: TriedConnection;
  /** Of HeaderStore.seal; `kept`: those that there are. */
  readonly headers: SealedHeaders | null | 'kept';
  /** The connection moved: every tool may be another server's now. */
  readonly isOtherServer: boolean;
  readonly trigger: DiscoveryTrigger;
}

/** Stores the credentials and the first snapshot of a connection that was tried. */
@Injectable()
export class KeepConnection {
  constructor(
    private readonly headers: HeaderStore,
    private readonly authorizations: KeepAuthorization,
    private readonly recordDiscovery: RecordDiscovery,
  ) {}

  /** Null where there are none. Before a transaction: a key management service may take its time. */
  async seal(headers: HeaderRecord, key: HeadersKey, setBy: string): Promise<SealedHeaders | null> {
    return this.headers.seal(headers, key, setBy);
  }

  /** On a locked integration, whose row is as it will be. @throws IntegrationChangedError */
  async execute(tx: EntityManager, integration: Integration, kept: KeptConnection, actor: Actor): Promise<void> {
    const { tried, headers, isOtherServer, trigger } = kept;
    const ref = { workspaceId: integration.workspaceId, integrationId: integration.id };
    if (headers !== 'kept') await this.headers.replace(tx, ref, headers);
    await this.keepAuthorization(tx, integration, tried.authorization, actor);
    if (tried.discovery === null) return;
    await this.recordDiscovery.success(tx, integration, { ...tried.discovery, trigger }, { isOtherServer });
  }

  /** The integration is going, on which the transaction has a lock. */
  async erase(tx: EntityManager, integration: Integration): Promise<void> {
    const ref = { workspaceId: integration.workspaceId, integrationId: integration.id };
    await this.headers.replace(tx, ref, null);
    await this.authorizations.erase(tx, integration);
    await this.recordDiscovery.erase(tx, ref);
  }

  private async keepAuthorization(
    tx: EntityManager,
    integration: Integration,
    tried: TriedConnection['authorization'],
    actor: Actor,
  ): Promise<void> {
    switch (tried) {
      case 'kept':
        return;
      case 'none':
        return this.authorizations.replace(tx, integration, null, actor);
      case 'ended':
        return this.authorizations.end(tx, integration, actor);
      default:
        return this.authorizations.replace(tx, integration, tried, actor);
    }
  }
}
