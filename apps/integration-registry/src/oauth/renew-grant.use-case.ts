import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { crashPoint, Database } from '@countersign/database';
import { Injectable, Logger } from '@nestjs/common';
import { SingleFlight } from '../discovery/single-flight.js';
import { NotAuthorizedError } from '../integrations/integration.errors.js';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import { type Grant, renewedGrant, type Tokens } from './grant.js';
import { GrantJournal, type GrantLoss } from './grant-journal.repository.js';
import { GrantStore } from './grant-store.repository.js';
import { OAuthError, TokenRefusedError } from './oauth.errors.js';
import { OAuthGrantRepository, type StoredGrant } from './oauth-grant.repository.js';
import { RENEWAL_POLL_MS, RENEWAL_WAIT_MS_MAX } from './oauth-limits.js';
import { isClientUnknown, NO_REFRESH_TOKEN, problemOf } from './problem-of.js';
import { TokenEndpointClient } from './token-endpoint.client.js';

/** What a lease on a renewal stands for. */
interface Lease extends IntegrationRef {
  readonly token: string;
  readonly stored: StoredGrant;
}

/**
 * Gets newer tokens for a grant, once for all who want them in all replicas: a refresh token that rotates may be used once,
 * and using it twice ends the authorization.
 *
 * A row of the database is the lease, the database's clock ends it, and the tokens are stored by compare and set on the
 * version. No transaction is open while the authorization server is asked. What stays is the moment between its answer and
 * our commit: whoever dies in it takes a rotated token along, and a person has to authorize again.
 */
@Injectable()
export class RenewGrant {
  private readonly logger = new Logger(RenewGrant.name);
  private readonly flights = new SingleFlight<void>();

  constructor(
    private readonly database: Database,
    private readonly grants: OAuthGrantRepository,
    private readonly store: GrantStore,
    private readonly journal: GrantJournal,
    private readonly endpoint: TokenEndpointClient,
  ) {}

  /**
   * Comes back once there is a newer version than that, whoever got it.
   *
   * @throws NotAuthorizedError when the authorization is over; OAuthError, EgressRefusedError when it failed for the moment
   */
  async execute({ workspaceId, integrationId }: IntegrationRef, version: number): Promise<void> {
    const ref = { workspaceId, integrationId };
    await this.flights.run(`${workspaceId} ${integrationId} ${version}`, () => this.renew(ref, version));
  }

  private async renew(ref: IntegrationRef, version: number): Promise<void> {
    const endsAt = performance.now() + RENEWAL_WAIT_MS_MAX;
    while (performance.now() < endsAt) {
      const found = await this.claim(ref, version);
      if (found === 'moved') return;
      if (found !== 'taken') return this.renewLeased(found);
      await delay(RENEWAL_POLL_MS);
    }
    throw new OAuthError('oauth.unreachable', 'another process is still asking it');
  }

  /** @throws NotAuthorizedError, and OAuthError while the last renewal has just failed */
  private async claim(ref: IntegrationRef, version: number): Promise<Lease | 'moved' | 'taken'> {
    const token = randomUUID();
    return this.database.transaction(ref.workspaceId, async (tx) => {
      const isClaimed = await this.grants.claim(tx, ref, version, token);
      const stored = await this.grants.find(tx, ref);
      if (stored?.state !== 'authorized') throw new NotAuthorizedError(ref.integrationId);
      if (isClaimed) return { ...ref, token, stored };
      if (stored.version !== version) return 'moved';
      if (stored.leasedBy === 'a pause') throw new OAuthError('oauth.unreachable', 'it failed a moment ago');
      return 'taken';
    });
  }

  private async renewLeased(lease: Lease): Promise<void> {
    const { version, sealed, missingScopes } = lease.stored;
    if (sealed === null) throw new NotAuthorizedError(lease.integrationId);
    const grant = await this.store.open(sealed, { ...lease, version });
    crashPoint('oauth-renewal-claimed');
    const askedAt = performance.now();
    const tokens = await this.ask(lease, grant);
    if (tokens === null) return;
    crashPoint('oauth-renewal-answered');
    const key = { ...lease, version: version + 1, missing: missingScopes };
    const patch = await this.store.sealRenewed(renewedGrant(grant, tokens), sinceAsked(tokens, askedAt), key);
    const isStored = await this.database.transaction(lease.workspaceId, (tx) =>
      this.journal.renew(tx, lease, version, patch),
    );
    const { workspaceId, integrationId } = lease;
    this.logger.log('renewed a grant', { workspaceId, integrationId, version: patch.version, stored: isStored });
  }

  /** Null when somebody else got newer tokens meanwhile. */
  private async ask(lease: Lease, grant: Grant): Promise<Tokens | null> {
    if (grant.kind === 'oauth2' && grant.refreshToken === null) {
      return this.lose(lease, { problem: NO_REFRESH_TOKEN, isClientUnknown: false });
    }
    // What was missing is the word of the called server: it must not keep the authorization server from renewing the rest.
    const asked =
      grant.kind === 'oauth2'
        ? this.endpoint.refresh(grant)
        : this.endpoint.askForOwn(grant, grant.scopes, lease.stored.missingScopes);
    return asked.catch((error: unknown) => this.fail(lease, error));
  }

  private async fail(lease: Lease, error: unknown): Promise<null> {
    const reason = error instanceof TokenRefusedError ? error.reason : 'other';
    const { registration } = lease.stored;
    const problem = problemOf(reason, registration);
    if (problem !== null) return this.lose(lease, { problem, isClientUnknown: isClientUnknown(reason, registration) });
    await this.database.transaction(lease.workspaceId, (tx) => this.grants.pause(tx, lease, lease.token));
    throw error;
  }

  /** The row is looked at again before: a refusal of tokens that are no longer the current ones says nothing. */
  private async lose(lease: Lease, loss: GrantLoss): Promise<null> {
    const { workspaceId, integrationId, stored } = lease;
    const isLost = await this.database.transaction(workspaceId, (tx) =>
      this.journal.lose(tx, lease, stored.version, loss),
    );
    if (!isLost) return null;
    this.logger.warn('an authorization ended', { workspaceId, integrationId, issuer: stored.issuer });
    throw new NotAuthorizedError(integrationId);
  }
}

/** A token's life begins when the server makes it, which is at the latest when it was asked. */
function sinceAsked(tokens: Tokens, askedAt: number): Tokens {
  const { expiresInSeconds } = tokens;
  if (expiresInSeconds === null) return tokens;
  return { ...tokens, expiresInSeconds: Math.max(0, expiresInSeconds - (performance.now() - askedAt) / 1_000) };
}
