import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '@countersign/database';
import { AuditRepository } from '../audit/audit.repository.js';
import { LoginAttemptRepository } from '../sessions/login-attempt.repository.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { IdempotencyKeyRepository } from './idempotency-key.repository.js';

/** Rows past their end mean nothing to anybody; this only keeps the tables small. */
const SWEEP_INTERVAL_MS = 10 * 60_000;

@Injectable()
export class EndedRowsSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(EndedRowsSweeper.name);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly attempts: LoginAttemptRepository,
    private readonly keys: IdempotencyKeyRepository,
    private readonly audit: AuditRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweeping = this.sweep();
    }, SWEEP_INTERVAL_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  async sweep(): Promise<void> {
    try {
      await this.database.system(async (tx) => {
        await this.sessions.deleteEnded(tx);
        await this.attempts.deleteEnded(tx);
        await this.keys.deleteOld(tx);
        await this.audit.deleteOld(tx);
      });
    } catch (error) {
      this.logger.error('ended rows were not swept', { err: error });
    }
  }
}
