import type { Actor } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { IntegrationChangedError } from '../integrations/integration.errors.js';
import { IntegrationRepository } from '../integrations/integration.repository.js';
import { GrantJournal } from './grant-journal.repository.js';
import { GrantStore } from './grant-store.repository.js';
import type { Grant, Tokens } from './grant.js';
import type { PendingKey } from './pending-store.repository.js';

export interface GivenGrant {
  readonly grant: Grant;
  readonly tokens: Tokens;
  readonly actor: Actor;
}

/** The grant before may be renewed while this one is sealed; that happens once an hour at most, and not five times in a row. */
const ATTEMPTS_MAX = 5;

/** Keeps what a person gave, in the place of what was there. */
@Injectable()
export class GrantKeeper {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly store: GrantStore,
    private readonly journal: GrantJournal,
  ) {}

  /** @throws IntegrationNotFoundError; IntegrationChangedError when its connection is no longer the authorized one */
  async keep(key: PendingKey, { grant, tokens, actor }: GivenGrant): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      const before = await this.database.read(key.workspaceId, (tx) => this.integrations.get(tx, key));
      const version = before.grantVersion + 1;
      const sealed = await this.store.seal(grant, tokens, { ...key, version });
      const isKept = await this.database.transaction(key.workspaceId, async (tx) => {
        const integration = await this.integrations.getLocked(tx, key);
        const isSame = integration.connectionRevision === key.connectionRevision && integration.auth === grant.kind;
        if (!isSame) throw new IntegrationChangedError(key.integrationId);
        if (integration.grantVersion !== before.grantVersion) return false;
        await this.journal.put(tx, integration, { ...sealed, authorizedBy: actor.name }, actor);
        return true;
      });
      if (isKept) return;
    }
    throw new IntegrationChangedError(key.integrationId);
  }
}
