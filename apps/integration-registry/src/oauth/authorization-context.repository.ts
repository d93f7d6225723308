import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { HeaderStore } from '../credentials/header-store.repository.js';
import type { HeaderRecord } from '../credentials/header-vault.client.js';
import type { Integration } from '../integrations/integration.entity.js';
import { type IntegrationRef, IntegrationRepository } from '../integrations/integration.repository.js';
import { OAuthGrantRepository, type StoredGrant } from './oauth-grant.repository.js';
import type { StoredSettings } from './oauth-settings.repository.js';
import { SettingsStore } from './settings-store.repository.js';

/** Everything that an authorization of an integration begins with. */
export interface AuthorizationContext {
  readonly integration: Integration;
  /** Static ones. */
  readonly headers: HeaderRecord;
  readonly settings: StoredSettings | null;
  readonly clientSecret: string | null;
  /** The one before, if there was one. */
  readonly grant: StoredGrant | null;
}

@Injectable()
export class AuthorizationContexts {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly headers: HeaderStore,
    private readonly settings: SettingsStore,
    private readonly grants: OAuthGrantRepository,
  ) {}

  /** @throws IntegrationNotFoundError, UnsealError */
  async read(ref: IntegrationRef): Promise<AuthorizationContext> {
    return this.database.read(ref.workspaceId, async (tx) => {
      const integration = await this.integrations.get(tx, ref);
      const headers = await this.headers.open(tx, integration);
      const { settings, clientSecret } = await this.settings.find(tx, ref);
      return { integration, headers, settings, clientSecret, grant: await this.grants.find(tx, ref) };
    });
  }
}
