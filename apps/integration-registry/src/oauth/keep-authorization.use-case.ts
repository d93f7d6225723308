import type { Actor } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Integration } from '../integrations/integration.entity.js';
import { GrantJournal } from './grant-journal.repository.js';
import { OAuthSettingsRepository } from './oauth-settings.repository.js';
import { PendingAuthorizationRepository } from './pending-authorization.repository.js';
import type { PreparedAuthorization } from './prepare-authorization.use-case.js';

/** Stores how an integration, which the transaction has locked, is authorized from now on; what was before ends. */
@Injectable()
export class KeepAuthorization {
  constructor(
    private readonly settings: OAuthSettingsRepository,
    private readonly pending: PendingAuthorizationRepository,
    private readonly journal: GrantJournal,
  ) {}

  /** Null: by no OAuth. @throws IntegrationChangedError when its grant is another by now */
  async replace(
    tx: EntityManager,
    integration: Integration,
    prepared: PreparedAuthorization | null,
    actor: Actor,
  ): Promise<void> {
    await this.forgetSettings(tx, integration);
    if (prepared !== null) await this.settings.replace(tx, toRef(integration), prepared.settings);
    const grant = prepared?.granted?.grant;
    if (grant === undefined) await this.journal.forget(tx, integration, actor);
    else await this.journal.put(tx, integration, grant, actor);
  }

  /** What a person set stays; a person has to give it anew, and whoever is away in a browser comes back to nothing. */
  async end(tx: EntityManager, integration: Integration, actor: Actor): Promise<void> {
    await this.pending.deleteAll(tx, toRef(integration));
    await this.journal.forget(tx, integration, actor);
  }

  /** The integration is going: nothing of it stays, and its own event says so. */
  async erase(tx: EntityManager, integration: Integration): Promise<void> {
    await this.forgetSettings(tx, integration);
    await this.journal.erase(tx, integration);
  }

  private async forgetSettings(tx: EntityManager, integration: Integration): Promise<void> {
    await this.settings.replace(tx, toRef(integration), null);
    // Whoever is away in a browser was asked about something else.
    await this.pending.deleteAll(tx, toRef(integration));
  }
}

function toRef({ workspaceId, id: integrationId }: Integration) {
  return { workspaceId, integrationId };
}
