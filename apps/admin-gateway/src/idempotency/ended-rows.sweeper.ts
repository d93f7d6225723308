import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, Rounds } from '@countersign/database';
import { AuditRepository } from '../audit/audit.repository.js';
import { EndedSignIns } from '../sessions/ended-sign-ins.use-case.js';
import { IdempotencyKeyRepository } from './idempotency-key.repository.js';

/** Rows past their end mean nothing to anybody; this only keeps the tables small. */
const SWEEP_INTERVAL_MS = 10 * 60_000;

@Injectable()
export class EndedRowsSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(EndedRowsSweeper.name);
  private readonly rounds: Rounds = new Rounds({
    everyMs: SWEEP_INTERVAL_MS,
    work: () => this.sweep(),
    onFailure: (error) => this.logger.error('ended rows were not swept', { err: error }),
  });

  constructor(
    private readonly database: Database,
    private readonly signIns: EndedSignIns,
    private readonly keys: IdempotencyKeyRepository,
    private readonly audit: AuditRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  async sweep(): Promise<void> {
    await this.database.system(async (tx) => {
      await this.signIns.delete(tx);
      await this.keys.deleteOld(tx);
      await this.audit.deleteOld(tx);
    });
  }
}
