import { type Actor, authorizationChanged, type IntegrationStatus } from '@countersign/contracts';
import { Outbox } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { usesOAuth } from '../integrations/choose-auth.js';
import type { Integration } from '../integrations/integration.entity.js';
import { IntegrationChangedError } from '../integrations/integration.errors.js';
import { type IntegrationRef, IntegrationRepository } from '../integrations/integration.repository.js';
import { WatchRepository } from '../watching/watch.repository.js';
import { waitsForAuthorization } from '../watching/waits-for-authorization.js';
import { OAuthClientRepository } from './oauth-client.repository.js';
import { type GrantPatch, type NewGrant, OAuthGrantRepository } from './oauth-grant.repository.js';

const REGISTRY: Actor = { kind: 'system', id: 'integration-registry', name: 'Integration registry' };

/** How a grant ended at the authorization server. */
export interface GrantLoss {
  readonly problem: string;
  /** It does not know us any more either: the next authorization registers again. */
  readonly isClientUnknown: boolean;
}

/** Grants that come and go, each with its event and with what it means for the integration, which is locked for it. */
@Injectable()
export class GrantJournal {
  constructor(
    private readonly grants: OAuthGrantRepository,
    private readonly clients: OAuthClientRepository,
    private readonly integrations: IntegrationRepository,
    private readonly watches: WatchRepository,
    private readonly outbox: Outbox,
  ) {}

  /** On a locked integration. @throws IntegrationChangedError when the grant was sealed for another version than is next */
  async put(tx: EntityManager, integration: Integration, grant: NewGrant, actor: Actor): Promise<void> {
    const ref = toRef(integration);
    if (grant.version !== integration.grantVersion + 1) throw new IntegrationChangedError(integration.id);
    await this.grants.put(tx, ref, grant);
    // Not yet connected: whether the server takes the tokens is for the next verification, which may never come to its end.
    const status: IntegrationStatus = integration.verifiedAt === null ? 'awaiting_authorization' : 'check_failed';
    await this.integrations.update(tx, ref, { grantVersion: grant.version, status });
    const { issuer, grantedScopes } = grant;
    await this.announce(tx, ref, {
      state: 'authorized',
      issuer,
      grantedScopes: [...grantedScopes],
      problem: null,
      actor,
    });
  }

  /** Newer tokens of the same grant; no event. False when there is another version by now. */
  async renew(tx: EntityManager, ref: IntegrationRef, before: number, after: GrantPatch): Promise<boolean> {
    const { grantVersion } = await this.integrations.getLocked(tx, ref);
    if (grantVersion !== before || !(await this.grants.renew(tx, ref, before, after))) return false;
    await this.integrations.update(tx, ref, { grantVersion: after.version });
    return true;
  }

  /** The authorization server said that it is over. False when there is another version by now. */
  async lose(
    tx: EntityManager,
    ref: IntegrationRef,
    version: number,
    { problem, isClientUnknown }: GrantLoss,
  ): Promise<boolean> {
    const integration = await this.integrations.getLocked(tx, ref);
    const grant = await this.grants.find(tx, ref);
    if (grant === null || !(await this.grants.lose(tx, ref, version, problem))) return false;
    if (isClientUnknown) await this.clients.forget(tx, ref.workspaceId, grant.issuer);
    await this.integrations.update(tx, ref, { status: statusWithout(integration) });
    await this.watches.park(tx, ref);
    const state = 'needs_reauthorization';
    await this.announce(tx, ref, { state, issuer: grant.issuer, grantedScopes: [], problem, actor: REGISTRY });
    return true;
  }

  /** On a locked integration: a person ended it, or changed what it was given for. */
  async forget(tx: EntityManager, integration: Integration, actor: Actor): Promise<void> {
    const ref = toRef(integration);
    const grant = await this.grants.find(tx, ref);
    if (usesOAuth(integration.auth)) {
      await this.integrations.update(tx, ref, { status: statusWithout(integration) });
      await this.watches.park(tx, ref);
    }
    if (grant === null) return;
    await this.grants.delete(tx, ref);
    const state = 'not_authorized';
    await this.announce(tx, ref, { state, issuer: grant.issuer, grantedScopes: [], problem: null, actor });
  }

  /** Says that it waits for a person, where it does. */
  async settleStatus(tx: EntityManager, ref: IntegrationRef): Promise<void> {
    const { status } = await this.integrations.get(tx, ref);
    if (waitsForAuthorization(status)) return;
    const integration = await this.integrations.getLocked(tx, ref);
    const grant = await this.grants.find(tx, ref);
    if (grant?.state === 'authorized' || !usesOAuth(integration.auth)) return;
    await this.integrations.update(tx, ref, { status: statusWithout(integration) });
  }

  async erase(tx: EntityManager, integration: Integration): Promise<void> {
    await this.grants.delete(tx, toRef(integration));
  }

  private async announce(
    tx: EntityManager,
    { workspaceId, integrationId }: IntegrationRef,
    change: Omit<InstanceType<typeof authorizationChanged.payload>, 'integrationId'>,
  ): Promise<void> {
    const data = { integrationId, ...change };
    await this.outbox.add(tx, authorizationChanged, { workspaceId, aggregateId: integrationId, data });
  }
}

/** Snapshot and policies of one that was verified stay. */
function statusWithout({ verifiedAt }: Integration): IntegrationStatus {
  return verifiedAt === null ? 'awaiting_authorization' : 'needs_reauthorization';
}

function toRef({ workspaceId, id: integrationId }: Integration): IntegrationRef {
  return { workspaceId, integrationId };
}
