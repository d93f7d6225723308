import { approvalReminder } from '@countersign/contracts';
import { Database, Outbox, Rounds } from '@countersign/database';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { QueueDeliveries } from '../webhooks/queue-deliveries.use-case.js';
import { ApprovalReminderRepository, type DueReminder } from './approval-reminder.repository.js';

/** The shortest time to decide is a minute, so a reminder of it is late by a thirtieth at most. */
const SWEEP_INTERVAL_MS = 1_000;
/** One transaction's worth; a full sweep is followed by another at once. */
const SWEEP_ROWS_MAX = 100;

/** Reminds of what nobody has decided yet. Every replica sweeps; each row goes to whichever has it first. */
@Injectable()
export class ApprovalReminderSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ApprovalReminderSweeper.name);
  private readonly rounds: Rounds = new Rounds({
    everyMs: SWEEP_INTERVAL_MS,
    work: () => this.rounds.whileFull(SWEEP_ROWS_MAX, () => this.sweepOnce()),
    onFailure: (error) => this.logger.error('Nobody can be reminded of approvals; trying again', error),
  });

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly reminders: ApprovalReminderRepository,
    private readonly webhooks: QueueDeliveries,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /** Sends what is due now; returns how many reminders that were. */
  async sweepOnce(): Promise<number> {
    return this.database.system(async (tx) => {
      const due = await this.reminders.takeDue(tx, SWEEP_ROWS_MAX);
      for (const reminder of due) await this.announce(tx, reminder);
      await this.webhooks.ofReminded(tx, due);
      return due.length;
    });
  }

  private async announce(tx: EntityManager, { workspaceId, ...data }: DueReminder): Promise<void> {
    await this.outbox.add(tx, approvalReminder, { workspaceId, aggregateId: data.callId, data });
  }
}
