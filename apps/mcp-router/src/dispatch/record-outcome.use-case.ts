import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { Call, Outcome } from '../calls/call.js';
import { isRefusedByDatabase } from '../calls/refused-outcome.errors.js';
import { FLUSH_RETRY_MS, LEASE_MARGIN_MS } from '../limits.js';
import { DispatchRepository } from './dispatch.repository.js';
import { unreadable } from './to-outcome.js';

/** T3, as often as it takes: what this process knows must not become a doubt because a connection was lost. */
@Injectable()
export class RecordOutcome {
  private readonly logger = new Logger(RecordOutcome.name);

  constructor(private readonly repository: DispatchRepository) {}

  /** An outcome that the ledger refuses is not waited for with the lease: a person is asked at once. */
  async execute(sent: Call, outcome: Outcome): Promise<void> {
    try {
      await this.settle(sent, outcome);
    } catch (error) {
      if (!isRefusedByDatabase(error)) throw error;
      this.logger.error({ err: error, callId: sent.id }, 'the ledger refuses the outcome');
      await this.settle(sent, unreadable(sent.id));
    }
  }

  /** Again for as long as the lease has room for it. */
  private async settle(sent: Call, outcome: Outcome): Promise<void> {
    const deadline = performance.now() + LEASE_MARGIN_MS;
    for (;;) {
      try {
        return await this.repository.settle(sent, outcome);
      } catch (error) {
        if (isRefusedByDatabase(error) || performance.now() > deadline) throw error;
        this.logger.warn({ err: error, callId: sent.id }, 'the outcome could not be recorded; trying again');
        await pause(FLUSH_RETRY_MS);
      }
    }
  }
}
