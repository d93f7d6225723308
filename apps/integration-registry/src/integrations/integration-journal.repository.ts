import { type Actor, integrationRegistered, integrationRemoved, integrationUpdated } from '@countersign/contracts';
import { Outbox } from '@countersign/database';
import { slugKey } from '@countersign/tool-name';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EraseCatalogue } from '../tool-catalogue/erase-catalogue.use-case.js';
import { WorkspaceRevisionRepository } from '../tool-catalogue/workspace-revision.repository.js';
import { assertVersion, type Condition } from './assert-version.js';
import type { Integration } from './integration.entity.js';
import { IntegrationChangedError, SlugTakenError } from './integration.errors.js';
import { type IntegrationPatch, IntegrationRepository, type NewIntegration } from './integration.repository.js';

/** Changes of integrations, each with its revision and its event: none of the three is there without the others. */
@Injectable()
export class IntegrationJournal {
  constructor(
    private readonly integrations: IntegrationRepository,
    private readonly eraseCatalogue: EraseCatalogue,
    private readonly revisions: WorkspaceRevisionRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @throws SlugTakenError */
  async assertSlugIsFree(tx: EntityManager, workspaceId: string, slug: string): Promise<void> {
    if (await this.integrations.isSlugTaken(tx, workspaceId, slugKey(slug))) throw new SlugTakenError(slug);
  }

  /** Returns the row, locked. @throws SlugTakenError */
  async insert(tx: EntityManager, integration: Omit<NewIntegration, 'revision'>, actor: Actor): Promise<Integration> {
    const { workspaceId, id: integrationId, slug, displayName, posture, connectionRevision } = integration;
    const ref = { workspaceId, integrationId };
    // First the row, then the counter: waiting for a slug must not hold up the workspace.
    await this.integrations.insert(tx, { ...integration, revision: 0 });
    const revision = await this.revisions.next(tx, workspaceId);
    await this.integrations.update(tx, ref, { revision });
    await this.outbox.add(tx, integrationRegistered, {
      workspaceId,
      aggregateId: integrationId,
      data: { integrationId, slug, displayName, posture, connectionRevision, revision, actor },
    });
    return this.integrations.getLocked(tx, ref);
  }

  /**
   * Changes what was planned on a row that may have been read before this transaction. Returns the row as it is now, locked.
   *
   * @throws IntegrationNotFoundError, IntegrationMovedError, IntegrationChangedError when its connection is another by now
   */
  async update(
    tx: EntityManager,
    planned: Integration,
    patch: IntegrationPatch,
    by: Condition & { readonly actor: Actor },
  ): Promise<Integration> {
    const { workspaceId, id: integrationId, slug } = planned;
    const ref = { workspaceId, integrationId };
    const before = await this.integrations.getLocked(tx, ref);
    assertVersion(before, by);
    if (before.connectionRevision !== planned.connectionRevision) throw new IntegrationChangedError(integrationId);
    const revision = await this.revisions.next(tx, workspaceId);
    await this.integrations.updateSettings(tx, ref, { ...patch, revision });
    const { displayName, connectionRevision, ...after } = await this.integrations.getLocked(tx, ref);
    const connectionMoved = connectionRevision !== before.connectionRevision;
    await this.outbox.add(tx, integrationUpdated, {
      workspaceId,
      aggregateId: integrationId,
      data: { integrationId, slug, displayName, connectionRevision, connectionMoved, revision, actor: by.actor },
    });
    return { ...after, displayName, connectionRevision };
  }

  async remove(tx: EntityManager, integration: Integration, actor: Actor): Promise<void> {
    const { workspaceId, id: integrationId, slug } = integration;
    const ref = { workspaceId, integrationId };
    const revision = await this.revisions.next(tx, workspaceId);
    await this.integrations.removeToTombstone(tx, ref, revision);
    await this.eraseCatalogue.execute(tx, ref, revision);
    await this.outbox.add(tx, integrationRemoved, {
      workspaceId,
      aggregateId: integrationId,
      data: { integrationId, slug, revision, actor },
    });
  }
}
