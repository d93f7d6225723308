import type { AuthorizationView, StoredHeader } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { usesOAuth } from '../integrations/choose-auth.js';
import type { Integration } from '../integrations/integration.entity.js';
import { toAuthorizationView } from '../oauth/authorization.view.js';
import { OAuthGrantRepository } from '../oauth/oauth-grant.repository.js';
import { OAuthSettingsRepository } from '../oauth/oauth-settings.repository.js';
import { StoredHeadersRepository } from './stored-headers.repository.js';

export interface CredentialView {
  readonly headers: readonly StoredHeader[];
  /** Null where none is needed. */
  readonly authorization: AuthorizationView | null;
}

/** What people may know of the credentials of integrations: that they are there. */
@Injectable()
export class CredentialViews {
  constructor(
    private readonly headers: StoredHeadersRepository,
    private readonly settings: OAuthSettingsRepository,
    private readonly grants: OAuthGrantRepository,
  ) {}

  /** In the order of the rows, which are of one workspace. */
  async list(tx: EntityManager, workspaceId: string, rows: readonly Integration[]): Promise<CredentialView[]> {
    const ids = rows.map((row) => row.id);
    const headers = await this.headers.listStored(tx, workspaceId, ids);
    const authorized = rows.filter(({ auth }) => usesOAuth(auth)).map(({ id }) => id);
    const settings = await this.settings.listOf(tx, workspaceId, authorized);
    const grants = await this.grants.listOf(tx, workspaceId, authorized);
    return rows.map(({ id, auth }) => {
      const own = headers.get(id) ?? [];
      const headerNames = own.map(({ name }) => name);
      const details = { settings: settings.get(id) ?? null, grant: grants.get(id) ?? null, headerNames };
      return { headers: own, authorization: usesOAuth(auth) ? toAuthorizationView(details) : null };
    });
  }
}
