import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, MoreThan, type QueryDeepPartialEntity, QueryFailedError } from 'typeorm';
import { Integration } from './integration.entity.js';
import { IntegrationNotFoundError, SlugTakenError } from './integration.errors.js';

export interface IntegrationRef {
  readonly workspaceId: string;
  readonly integrationId: string;
}

export type NewIntegration = Omit<
  Integration,
  'settingsVersion' | 'createdAt' | 'updatedAt' | 'verifiedAt' | 'removedAt'
>;
export type IntegrationPatch = Partial<Omit<NewIntegration, 'id' | 'workspaceId' | 'slug' | 'slugKey'>>;

const UNIQUE_VIOLATION = '23505';

@Injectable()
export class IntegrationRepository {
  /** @throws SlugTakenError */
  async insert(tx: EntityManager, integration: NewIntegration): Promise<void> {
    try {
      // What only discovery knows is missing where a person has to authorize it first.
      const isVerified = integration.protocolVersion !== null;
      await tx.insert(Integration, { ...integration, verifiedAt: isVerified ? () => 'now()' : null });
    } catch (error) {
      if (!isSlugViolation(error)) throw error;
      throw new SlugTakenError(integration.slug, { cause: error });
    }
  }

  /** Removed ones count: their slugs stay theirs. */
  async isSlugTaken(tx: EntityManager, workspaceId: string, slugKey: string): Promise<boolean> {
    return tx.exists(Integration, { where: { workspaceId, slugKey } });
  }

  /** @throws IntegrationNotFoundError */
  async get(tx: EntityManager, { workspaceId, integrationId }: IntegrationRef): Promise<Integration> {
    const found = await tx.findOneBy(Integration, { workspaceId, id: integrationId, removedAt: IsNull() });
    if (found === null) throw new IntegrationNotFoundError(integrationId);
    return found;
  }

  /**
   * Everything that changes an integration, its tools or its credentials locks it first: changes then commit one after the
   * other, and their events leave in that order.
   *
   * @throws IntegrationNotFoundError
   */
  async getLocked(tx: EntityManager, { workspaceId, integrationId }: IntegrationRef): Promise<Integration> {
    const found = await tx.findOne(Integration, {
      where: { workspaceId, id: integrationId, removedAt: IsNull() },
      lock: { mode: 'pessimistic_write' },
    });
    if (found === null) throw new IntegrationNotFoundError(integrationId);
    return found;
  }

  async update(tx: EntityManager, ref: IntegrationRef, patch: IntegrationPatch): Promise<void> {
    await this.write(tx, ref, patch);
  }

  /** What a person changed; discovery has times of its own. */
  async updateSettings(tx: EntityManager, ref: IntegrationRef, patch: IntegrationPatch): Promise<void> {
    await this.write(tx, ref, { ...patch, settingsVersion: () => 'settings_version + 1', updatedAt: () => 'now()' });
  }

  async updateVerified(tx: EntityManager, ref: IntegrationRef, patch: IntegrationPatch): Promise<void> {
    await this.write(tx, ref, { ...patch, verifiedAt: () => 'now()' });
  }

  /** Leaves the slug and the change; the rest may be private, a key in the URL for one. */
  async removeToTombstone(tx: EntityManager, ref: IntegrationRef, revision: number): Promise<void> {
    const erased = { displayName: '', description: '', serverUrl: '', warnings: [], headersVersion: 0, toolCount: 0 };
    await this.write(tx, ref, { ...erased, revision, removedAt: () => 'now()', updatedAt: () => 'now()' });
  }

  /** In the order of registration, which is that of the ids; from the first where `afterId` is null. */
  async listAfter(
    tx: EntityManager,
    workspaceId: string,
    afterId: string | null,
    limit: number,
  ): Promise<Integration[]> {
    return tx.find(Integration, {
      where: { workspaceId, removedAt: IsNull(), ...(afterId === null ? {} : { id: MoreThan(afterId) }) },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  private async write(
    tx: EntityManager,
    { workspaceId, integrationId }: IntegrationRef,
    patch: QueryDeepPartialEntity<Integration>,
  ): Promise<void> {
    await tx.update(Integration, { workspaceId, id: integrationId }, patch);
  }
}

function isSlugViolation(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const driverError = error.driverError as { readonly code?: string; readonly constraint?: string };
  return driverError.code === UNIQUE_VIOLATION && driverError.constraint === 'integrations_workspace_id_slug_key_key';
}
