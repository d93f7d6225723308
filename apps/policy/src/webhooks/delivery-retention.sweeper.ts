import { Database, Rounds } from '@countersign/database';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DeliveryLeaseRepository } from './delivery-lease.repository.js';
import { DEAD_RETENTION_DAYS, DELIVERED_RETENTION_DAYS, RETENTION_SWEEP_MS, ROWS_PER_SWEEP } from './webhook-limits.js';

/** Forgets deliveries when nobody looks at them any more. Any replica may. */
@Injectable()
export class DeliveryRetentionSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(DeliveryRetentionSweeper.name);
  private readonly rounds: Rounds = new Rounds({
    everyMs: RETENTION_SWEEP_MS,
    work: () => this.sweepAll(),
    onFailure: (error) => this.logger.error('Old webhook deliveries cannot be deleted; trying again later', error),
  });

  constructor(
    private readonly database: Database,
    private readonly leases: DeliveryLeaseRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /** Returns how many rows were deleted. */
  async sweepAll(): Promise<number> {
    const limit = ROWS_PER_SWEEP;
    const delivered = { state: 'delivered', days: DELIVERED_RETENTION_DAYS, limit } as const;
    const dead = { state: 'dead', days: DEAD_RETENTION_DAYS, limit } as const;
    return (
      (await this.repeat((tx) => this.leases.deleteOld(tx, delivered))) +
      (await this.repeat((tx) => this.leases.deleteOld(tx, dead))) +
      (await this.repeat((tx) => this.leases.deleteOrphans(tx, limit)))
    );
  }

  private async repeat(deleteSome: (tx: EntityManager) => Promise<number>): Promise<number> {
    return this.rounds.whileFull(ROWS_PER_SWEEP, () => this.database.system(deleteSome));
  }
}
