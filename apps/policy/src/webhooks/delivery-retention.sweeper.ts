import { Database } from '@countersign/database';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DeliveryLeaseRepository } from './delivery-lease.repository.js';
import { DEAD_RETENTION_DAYS, DELIVERED_RETENTION_DAYS, RETENTION_SWEEP_MS, ROWS_PER_SWEEP } from './webhook-limits.js';

/** Forgets deliveries when nobody looks at them any more. Any replica may. */
@Injectable()
export class DeliveryRetentionSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(DeliveryRetentionSweeper.name);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly leases: DeliveryLeaseRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweeping ??= this.sweepSafely().finally(() => {
        this.sweeping = undefined;
      });
    }, RETENTION_SWEEP_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
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

  /** Small transactions, for as long as they are full. */
  private async repeat(deleteSome: (tx: EntityManager) => Promise<number>): Promise<number> {
    let deleted = 0;
    for (;;) {
      const count = await this.database.system(deleteSome);
      deleted += count;
      if (count < ROWS_PER_SWEEP) return deleted;
    }
  }

  private async sweepSafely(): Promise<void> {
    try {
      await this.sweepAll();
    } catch (error) {
      this.logger.error('Old webhook deliveries cannot be deleted; trying again later', error);
    }
  }
}
