import type { DiscoveryTrigger } from '@countersign/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DiscoveredServer } from '../discovery/discovered-server.js';
import type { Integration } from '../integrations/integration.entity.js';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import { checkDelayMs } from './check-delay.js';
import { chooseOffer } from './choose-offer.js';
import { toHealthState } from './to-health-state.js';
import { waitsForAuthorization } from './waits-for-authorization.js';
import { type Watch, type WatchChange, WatchRepository } from './watch.repository.js';
import { WATCH_TIMES, type WatchTimes } from './watch-times.js';

/** Keeps what a discovery means for the health of a server and for the next look at it, in the transaction that records it. */
@Injectable()
export class RecordWatch {
  constructor(
    private readonly watches: WatchRepository,
    @Inject(WATCH_TIMES) private readonly times: WatchTimes,
  ) {}

  async success(
    tx: EntityManager,
    integration: Integration,
    server: Pick<DiscoveredServer, 'era' | 'hints'>,
    trigger: DiscoveryTrigger,
  ): Promise<void> {
    const before = await this.watches.findLocked(tx, toRef(integration));
    const offered = chooseOffer(server);
    const isKept = staysOpen(before, { offered, connectionRevision: integration.connectionRevision, trigger });
    await this.put(tx, integration, {
      consecutiveFailures: 0,
      ttlMs: server.hints.ttlMs === null ? null : Math.min(server.hints.ttlMs, this.times.ttlMaxMs),
      offered,
      mode: isKept && offered !== 'none' && before?.mode === offered ? offered : 'polling',
      nextStream: isKept ? 'kept' : 'now',
      recalled: before?.isHeld === true && !isKept,
    });
  }

  async failure(tx: EntityManager, integration: Integration): Promise<void> {
    const before = await this.watches.findLocked(tx, toRef(integration));
    await this.put(tx, integration, {
      consecutiveFailures: (before?.consecutiveFailures ?? 0) + 1,
      ttlMs: before?.ttlMs ?? null,
      offered: before?.offered ?? 'none',
      mode: before === null || before.mode === 'none' ? 'polling' : before.mode,
      nextStream: 'kept',
      recalled: false,
    });
    if (waitsForAuthorization(integration.status)) await this.watches.park(tx, toRef(integration));
  }

  /** It is gone, and must not be asked any more. */
  async end(tx: EntityManager, ref: IntegrationRef): Promise<void> {
    await this.watches.park(tx, ref);
  }

  private async put(
    tx: EntityManager,
    integration: Integration,
    change: Omit<WatchChange, 'connectionRevision' | 'health' | 'nextCheckMs'>,
  ): Promise<void> {
    const { ttlMs, consecutiveFailures, mode, offered } = change;
    const pace = { ttlMs, consecutiveFailures, isStreaming: mode === offered && offered !== 'none' };
    await this.watches.put(tx, toRef(integration), {
      ...change,
      connectionRevision: integration.connectionRevision,
      health: toHealthState(consecutiveFailures),
      nextCheckMs: checkDelayMs(pace, this.times, Math.random()),
    });
  }
}

interface Present extends Pick<Watch, 'offered' | 'connectionRevision'> {
  readonly trigger: DiscoveryTrigger;
}

/** What is listened to is still what is offered, and the credentials are still those of its opening. */
function staysOpen(before: Watch | null, { offered, connectionRevision, trigger }: Present): boolean {
  if (before === null || trigger === 'authorize') return false;
  return before.connectionRevision === connectionRevision && before.offered === offered;
}

function toRef({ workspaceId, id: integrationId }: Integration) {
  return { workspaceId, integrationId };
}
