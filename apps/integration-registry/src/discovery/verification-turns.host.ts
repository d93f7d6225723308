import { setTimeout as wait } from 'node:timers/promises';
import { Database, newId } from '@countersign/database';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type IntegrationRef, IntegrationRepository } from '../integrations/integration.repository.js';
import { JOIN_MS_MAX, JOIN_POLL_MS, JOIN_POLL_MS_MAX, LEASE_RENEWAL_MS } from './discovery-limits.js';
import { type TakenLease, type VerificationEnd, VerificationLeaseRepository } from './verification-lease.repository.js';

/** The right to be the only one who verifies an integration. It is lost when nobody hears of its holder for a while. */
export interface VerificationTurn {
  readonly isVerdictStale: boolean;
  /** To be called in the transaction that keeps the outcome; false means that it is not to be kept: somebody else asks by now. */
  end(tx: EntityManager, how: VerificationEnd): Promise<boolean>;
}

const UNFINISHED: VerificationEnd = { isNegotiated: false };

/** Over all replicas, one at a time verifies an integration, and the others wait for it. No transaction is open meanwhile. */
@Injectable()
export class VerificationTurns {
  private readonly logger = new Logger(VerificationTurns.name);

  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly leases: VerificationLeaseRepository,
  ) {}

  /** Resolves when this work, or that of another replica which was under way, is done. @throws IntegrationNotFoundError */
  async run(ref: IntegrationRef, work: (turn: VerificationTurn) => Promise<void>): Promise<void> {
    const joinedUntil = performance.now() + JOIN_MS_MAX;
    const holder = newId();
    for (;;) {
      const lease = await this.take(ref, holder);
      if (lease !== null) {
        const end: VerificationTurn['end'] = (tx, how) => this.leases.end(tx, ref, holder, how);
        return this.hold(ref, holder, () => work({ ...lease, end }));
      }
      this.logger.debug('joins a verification of another replica', ref);
      if (await this.join(ref, joinedUntil)) return;
    }
  }

  private async take(ref: IntegrationRef, holder: string): Promise<TakenLease | null> {
    return this.database.transaction(ref.workspaceId, async (tx) => {
      await this.integrations.get(tx, ref);
      return this.leases.take(tx, ref, holder);
    });
  }

  private async hold(ref: IntegrationRef, holder: string, work: () => Promise<void>): Promise<void> {
    const renewal = setInterval(() => void this.renew(ref, holder), LEASE_RENEWAL_MS);
    try {
      await work();
    } catch (error) {
      await this.giveUp(ref, holder);
      throw error;
    } finally {
      clearInterval(renewal);
    }
  }

  /** Else everybody would wait until it runs out, which is also what happens when this fails. */
  private async giveUp(ref: IntegrationRef, holder: string): Promise<void> {
    try {
      await this.database.transaction(ref.workspaceId, (tx) => this.leases.end(tx, ref, holder, UNFINISHED));
    } catch (error) {
      this.logger.warn('a verification that failed could not be given up', { ...ref, error });
    }
  }

  private async renew(ref: IntegrationRef, holder: string): Promise<void> {
    try {
      await this.database.transaction(ref.workspaceId, (tx) => this.leases.renew(tx, ref, holder));
    } catch (error) {
      this.logger.warn('a verification could not be announced to go on', { ...ref, error });
    }
  }

  /** False: its holder has died, and its place is free. */
  private async join(ref: IntegrationRef, until: number): Promise<boolean> {
    let joined: string | undefined;
    for (let pollMs = JOIN_POLL_MS; performance.now() < until; pollMs = Math.min(2 * pollMs, JOIN_POLL_MS_MAX)) {
      const running = await this.database.read(ref.workspaceId, (tx) => this.leases.findRunning(tx, ref));
      joined ??= running?.holder;
      if (running === null || running.holder !== joined) return true;
      if (running.isExpired) return false;
      await wait(pollMs);
    }
    return true;
  }
}
