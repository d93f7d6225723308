import { Database, Rounds } from '@countersign/database';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { AnnounceOutcomes } from './announce-outcomes.use-case.js';
import { ApprovalRepository, type Settlement } from './approval.repository.js';

/** A person who waits for a call sees it end about when it says; an idle sweep is one look into a partial index. */
const SWEEP_INTERVAL_MS = 1_000;
/** One transaction's worth; a full sweep is followed by another at once. */
const SWEEP_ROWS_MAX = 100;

const EXPIRED: Settlement = {
  state: 'expired',
  decidedBy: null,
  reasonCode: 'expired',
  reason: 'Nobody decided in time.',
};

/** Ends approvals that are due. Every replica sweeps; each row goes to whichever has it first. */
@Injectable()
export class ApprovalExpirySweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ApprovalExpirySweeper.name);
  private readonly rounds: Rounds = new Rounds({
    everyMs: SWEEP_INTERVAL_MS,
    work: () => this.rounds.whileFull(SWEEP_ROWS_MAX, () => this.sweepOnce()),
    onFailure: (error) => this.logger.error('Approvals cannot be expired; trying again', error),
  });

  constructor(
    private readonly database: Database,
    private readonly approvals: ApprovalRepository,
    private readonly announceOutcomes: AnnounceOutcomes,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /** Expires what is due now; returns how many that were. */
  async sweepOnce(): Promise<number> {
    return this.database.system(async (tx) => {
      const expired = await this.approvals.expireDue(tx, EXPIRED, SWEEP_ROWS_MAX);
      await this.announceOutcomes.execute(tx, expired);
      return expired.length;
    });
  }
}
