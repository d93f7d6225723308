import { InvalidInputError, type OAuthSettings } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OAuthGrantRepository } from '../oauth/oauth-grant.repository.js';
import { OAuthSettingsRepository } from '../oauth/oauth-settings.repository.js';
import { HeaderStore } from '../credentials/header-store.repository.js';
import type { HeaderRecord } from '../credentials/header-vault.client.js';
import { toHeaderRecord } from '../credentials/to-header-record.js';
import { usesOAuth } from './choose-auth.js';
import type { Integration } from './integration.entity.js';
import type { UpdatePlan } from './plan-update.js';
import type { WantedAuthorization } from './try-connection.use-case.js';

/** What of a request concerns the credentials of an integration that there is. */
export interface CredentialChange {
  readonly headers?: Parameters<typeof toHeaderRecord>[0];
  readonly oauth?: OAuthSettings;
  readonly actor: { readonly name: string };
}

export interface PlannedCredentials {
  /** Static ones, stored or given. */
  readonly headers: HeaderRecord;
  readonly authorization: WantedAuthorization;
}

/** Which credentials a changed connection would have: what is given, and of what is stored, what was given for this URL. */
@Injectable()
export class PlannedCredentialsReader {
  constructor(
    private readonly database: Database,
    private readonly headers: HeaderStore,
    private readonly grants: OAuthGrantRepository,
    private readonly settings: OAuthSettingsRepository,
  ) {}

  /** @throws InvalidInputError when stored credentials would go to a URL that they were not given for */
  async read(current: Integration, plan: UpdatePlan, change: CredentialChange): Promise<PlannedCredentials> {
    const given = toHeaderRecord(change.headers ?? []);
    return this.database.read(current.workspaceId, async (tx) => {
      const headers = plan.isHeadersReplaced ? given : await this.headers.open(tx, current);
      return { headers, authorization: await this.authorization(tx, current, plan, { ...change, headers }) };
    });
  }

  private async authorization(
    tx: EntityManager,
    current: Integration,
    plan: UpdatePlan,
    { oauth, actor, headers }: Omit<CredentialChange, 'headers'> & { readonly headers: HeaderRecord },
  ): Promise<WantedAuthorization> {
    const next = { ...current, ...plan.patch };
    const { auth, serverUrl, connectionRevision } = next;
    if (!usesOAuth(auth)) return { how: 'none' };
    const ref = { workspaceId: current.workspaceId, integrationId: current.id };
    if (plan.isAuthorizationReplaced) {
      const versions = { connectionRevision, grantVersion: current.grantVersion + 1 };
      const wish = { ...ref, auth, serverUrl, headers, settings: oauth ?? {}, ...versions, setBy: actor.name };
      return { how: 'new', wish };
    }
    const isMoved = plan.patch.serverUrl !== undefined;
    const grant = isMoved ? null : await this.grants.find(tx, ref);
    // It is bound to the URL that it was given for, whatever else on that host its tokens would be good for.
    if (grant?.state === 'authorized') return { how: 'kept', ref, connectionRevision: current.connectionRevision };
    if (isMoved && auth === 'client-credentials') throw credentialsElsewhere();
    const issuer = (await this.settings.find(tx, ref))?.boundIssuer ?? null;
    return { how: 'waiting', isMoved, issuer };
  }
}

/** Else whoever may edit an integration could have its client's tokens sent to a server of their own. */
function credentialsElsewhere(): InvalidInputError {
  const message = 'the stored client was given for another URL; give the settings of OAuth for this one';
  return new InvalidInputError([{ pointer: '/oauth', code: 'oauth_required', message }]);
}
