import type { RefusedCredentials } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { Integration } from '../integrations/integration.entity.js';
import { NotAuthorizedError } from '../integrations/integration.errors.js';
import { type IntegrationRef, IntegrationRepository } from '../integrations/integration.repository.js';
import { coversResource } from '../oauth/covers-resource.js';
import { FreshenGrant } from '../oauth/freshen-grant.use-case.js';
import type { Grant } from '../oauth/grant.js';
import { GrantStore } from '../oauth/grant-store.repository.js';
import { usesOAuth } from '../integrations/choose-auth.js';
import { withBearer } from '../oauth/with-bearer.js';
import { HeaderStore } from './header-store.repository.js';
import type { HeaderRecord } from './header-vault.client.js';

/** How to speak to a server as the one who registered it, at one moment. */
export interface Credentials {
  /** As it was read together with them. */
  readonly integration: Integration;
  readonly headers: HeaderRecord;
  /** Of the grant, where it has one. */
  readonly accessToken: string | null;
  /** Moves with every change of them. 0: there are none. */
  readonly version: number;
  /** Null: they do not end by themselves. */
  readonly expiresAt: Date | null;
}

/** The credentials of an integration: its static headers, and the access token of its grant, which is renewed where it has to be. */
@Injectable()
export class ResolveCredentials {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly headers: HeaderStore,
    private readonly grants: GrantStore,
    private readonly freshenGrant: FreshenGrant,
  ) {}

  /**
   * With `refused`, newer ones than those where they can be had; whoever gets the same version back has the best there is.
   *
   * @throws IntegrationNotFoundError; NotAuthorizedError when a person has to authorize it; OAuthError, EgressRefusedError
   * when a renewal failed for the moment
   */
  async execute(
    { workspaceId, integrationId }: IntegrationRef,
    refused?: RefusedCredentials | null,
  ): Promise<Credentials> {
    const ref = { workspaceId, integrationId };
    const { auth } = await this.database.read(workspaceId, (tx) => this.integrations.get(tx, ref));
    if (usesOAuth(auth)) await this.freshenGrant.execute(ref, auth, refused);
    return this.database.read(workspaceId, async (tx) => {
      const integration = await this.integrations.get(tx, ref);
      const headers = await this.headers.open(tx, integration);
      if (!usesOAuth(integration.auth)) {
        return { integration, headers, accessToken: null, version: integration.headersVersion, expiresAt: null };
      }
      const found = await this.grants.find(tx, integration);
      if (found === null || !isFor(found.grant, integration)) throw new NotAuthorizedError(integrationId);
      const { grant, version, expiresAt } = found;
      const { accessToken } = grant;
      return { integration, headers: withBearer(headers, accessToken), accessToken, version, expiresAt };
    });
  }
}

/** A row alone can be pointed at another server; the grant knows which one it was given for. */
function isFor(grant: Grant, { serverUrl, auth }: Integration): boolean {
  return grant.kind === auth && coversResource(grant.resource, serverUrl);
}
