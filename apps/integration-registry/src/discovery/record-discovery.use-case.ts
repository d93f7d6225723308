import { discoveryFailed, type DiscoveryTrigger } from '@countersign/contracts';
import { databaseNow, Outbox } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Integration } from '../integrations/integration.entity.js';
import { type IntegrationRef, IntegrationRepository } from '../integrations/integration.repository.js';
import { StoreSnapshot } from '../tool-catalogue/store-snapshot.use-case.js';
import { RecordWatch } from '../watching/record-watch.use-case.js';
import { waitsForAuthorization } from '../watching/waits-for-authorization.js';
import type { DiscoveredServer } from './discovered-server.js';
import { DiscoveryAttemptRepository } from './discovery-attempt.repository.js';

export interface SuccessfulDiscovery {
  readonly server: DiscoveredServer;
  readonly durationMs: number;
  readonly trigger: DiscoveryTrigger;
}

export interface FailedDiscovery {
  readonly code: string;
  readonly message: string;
  readonly durationMs: number;
  readonly trigger: DiscoveryTrigger;
}

export type DiscoveryOutcome =
  ({ readonly ok: true } & SuccessfulDiscovery) | ({ readonly ok: false } & FailedDiscovery);

/** Keeps how a discovery of an integration went, which this transaction has locked. */
@Injectable()
export class RecordDiscovery {
  constructor(
    private readonly attempts: DiscoveryAttemptRepository,
    private readonly integrations: IntegrationRepository,
    private readonly storeSnapshot: StoreSnapshot,
    private readonly outbox: Outbox,
    private readonly watch: RecordWatch,
  ) {}

  /**
   * Either of the two, of an integration that is not locked yet.
   *
   * @throws IntegrationNotFoundError
   */
  async outcome(
    tx: EntityManager,
    ref: IntegrationRef,
    connectionRevision: number,
    outcome: DiscoveryOutcome,
  ): Promise<void> {
    const integration = await this.integrations.getLocked(tx, ref);
    // Another connection by now, which was discovered when it was set: this is news of a server that is no longer ours.
    if (integration.connectionRevision !== connectionRevision) return;
    // Its grant ended while it was asked with the last of it: it is connected again when a person says so.
    if (outcome.ok && integration.status === 'needs_reauthorization') return;
    if (outcome.ok) await this.success(tx, integration, outcome, { isOtherServer: isOfOtherServer(integration) });
    else await this.failure(tx, integration, outcome);
  }

  async success(
    tx: EntityManager,
    integration: Integration,
    { server, durationMs, trigger }: SuccessfulDiscovery,
    { isOtherServer }: { readonly isOtherServer: boolean },
  ): Promise<void> {
    await this.storeSnapshot.execute(tx, integration, server, { isOtherServer, trigger });
    const ref = { workspaceId: integration.workspaceId, integrationId: integration.id };
    await this.attempts.insert(tx, ref, { succeeded: true, durationMs, errorCode: null, message: null, trigger });
    await this.watch.success(tx, integration, server, trigger);
  }

  /** The snapshot stays as it is: that a server is away says nothing about its tools. */
  async failure(
    tx: EntityManager,
    integration: Integration,
    { code, message, durationMs, trigger }: FailedDiscovery,
  ): Promise<void> {
    const ref = { workspaceId: integration.workspaceId, integrationId: integration.id };
    await this.attempts.insert(tx, ref, { succeeded: false, durationMs, errorCode: code, message, trigger });
    // One that waits for a person still does; and one that was never connected has nothing to fall back from.
    if (!waitsForAuthorization(integration.status)) await this.integrations.update(tx, ref, { status: 'check_failed' });
    await this.watch.failure(tx, integration);
    await this.outbox.add(tx, discoveryFailed, {
      workspaceId: ref.workspaceId,
      aggregateId: ref.integrationId,
      data: {
        integrationId: ref.integrationId,
        errorCode: code,
        message,
        at: (await databaseNow(tx)).toISOString(),
        trigger,
        first: integration.status !== 'check_failed',
      },
    });
  }

  /** Of integrations that are gone there is nothing left to look into, and nothing to look at. */
  async erase(tx: EntityManager, ref: IntegrationRef): Promise<void> {
    await this.attempts.deleteAll(tx, ref);
    await this.watch.end(tx, ref);
  }
}

/** It moved, and could not be discovered before a person had authorized it. */
function isOfOtherServer({ snapshotRevision, snapshotConnectionRevision, connectionRevision }: Integration): boolean {
  return snapshotRevision > 0 && snapshotConnectionRevision !== connectionRevision;
}
