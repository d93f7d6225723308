import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import { IntegrationNotFoundError } from './integration.errors.js';
import { IntegrationEntity } from './integration.entity.js';

export interface IntegrationKey {
  readonly workspaceId: string;
  readonly integrationId: string;
}

export interface NewIntegration extends IntegrationKey {
  readonly slug: string;
  readonly document: string;
  readonly connectionRevision: number;
  readonly revision: number;
}

/** `update` for whoever changes the integration or its tools, `share` for whoever relies on them until the commit. */
type Lock = 'update' | 'share';

@Injectable()
export class IntegrationRepository {
  /** Whether it was inserted; one that is there, removed ones included, is left as it is. */
  async insert(tx: EntityManager, integration: NewIntegration): Promise<boolean> {
    const inserted = await tx.query<unknown[]>(
      `insert into integrations (workspace_id, integration_id, slug, document, connection_revision, revision)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning 1`,
      [
        integration.workspaceId,
        integration.integrationId,
        integration.slug,
        integration.document,
        integration.connectionRevision,
        integration.revision,
      ],
    );
    return inserted.length > 0;
  }

  /** Removed ones included. */
  async find(tx: EntityManager, key: IntegrationKey): Promise<IntegrationEntity | null> {
    return tx.findOneBy(IntegrationEntity, toWhere(key));
  }

  /** Of a workspace, removed ones included. */
  async list(tx: EntityManager, workspaceId: string): Promise<IntegrationEntity[]> {
    return tx.findBy(IntegrationEntity, { workspaceId });
  }

  /** Those of some that are there. */
  async listPresent(
    tx: EntityManager,
    workspaceId: string,
    integrationIds: readonly string[],
  ): Promise<IntegrationEntity[]> {
    return tx.findBy(IntegrationEntity, { workspaceId, integrationId: In(integrationIds), removedAt: IsNull() });
  }

  /** The row, locked until the commit; removed ones included. */
  async findLocked(tx: EntityManager, key: IntegrationKey, lock: Lock): Promise<IntegrationEntity | null> {
    const mode = lock === 'update' ? 'pessimistic_write' : 'pessimistic_read';
    return tx.findOne(IntegrationEntity, { where: toWhere(key), lock: { mode } });
  }

  /** @throws IntegrationNotFoundError */
  async get(tx: EntityManager, key: IntegrationKey): Promise<IntegrationEntity> {
    return assertThere(await this.find(tx, key), key);
  }

  /** @throws IntegrationNotFoundError */
  async getLocked(tx: EntityManager, key: IntegrationKey): Promise<IntegrationEntity> {
    return assertThere(await this.findLocked(tx, key, 'update'), key);
  }

  async setDocument(tx: EntityManager, key: IntegrationKey, document: string, revision: number): Promise<void> {
    await tx.update(IntegrationEntity, toWhere(key), { document, revision });
  }

  async setConnection(
    tx: EntityManager,
    key: IntegrationKey,
    connection: { readonly connectionRevision: number; readonly revision: number },
  ): Promise<void> {
    await tx.update(IntegrationEntity, toWhere(key), connection);
  }

  async setSnapshotRevision(tx: EntityManager, key: IntegrationKey, snapshotRevision: number): Promise<void> {
    await tx.update(IntegrationEntity, toWhere(key), { snapshotRevision });
  }

  /** Leaves a tombstone. */
  async markRemoved(tx: EntityManager, key: IntegrationKey, revision: number): Promise<void> {
    await tx.update(IntegrationEntity, toWhere(key), { removedAt: () => 'clock_timestamp()', revision });
  }
}

function toWhere({ workspaceId, integrationId }: IntegrationKey): IntegrationKey {
  return { workspaceId, integrationId };
}

function assertThere(integration: IntegrationEntity | null, key: IntegrationKey): IntegrationEntity {
  if (integration === null || integration.removedAt !== null) throw new IntegrationNotFoundError(key.integrationId);
  return integration;
}
