import { Logger } from '@nestjs/common';
import type { Database } from './database.js';
import { Rounds } from './rounds.js';

/** As long as a stream keeps messages: until then a row shows what was published, and when. */
export const OUTBOX_RETENTION_DAYS = 7;
/** Well over a message's life in a stream and any re-emission from state, which keeps the event id. */
export const INBOX_RETENTION_DAYS = 30;
/** Small enough that a sweep is never noticed by others. */
const ROWS_PER_SWEEP = 1_000;
const SWEEP_INTERVAL_MS = 10 * 60_000;

const SWEEPS = [
  {
    sql: `delete from outbox where id in (
            select id from outbox where published_at < now() - $1 * interval '1 day' limit $2 for update skip locked)`,
    days: OUTBOX_RETENTION_DAYS,
  },
  {
    sql: `delete from inbox where ctid in (
            select ctid from inbox where handled_at < now() - $1 * interval '1 day' limit $2)`,
    days: INBOX_RETENTION_DAYS,
  },
];

/** Deletes relayed outbox rows and inbox marks when nothing can ask for them any more. Any replica may sweep. */
export class RetentionSweeper {
  private readonly logger = new Logger(RetentionSweeper.name);
  private readonly rounds: Rounds = new Rounds({
    everyMs: SWEEP_INTERVAL_MS,
    work: () => this.sweepAll(),
    onFailure: (error) => this.logger.error('Old outbox and inbox rows cannot be deleted; trying again later', error),
  });

  constructor(private readonly database: Database) {}

  start(): void {
    this.rounds.start();
  }

  async stop(): Promise<void> {
    await this.rounds.stop();
  }

  /** Deletes what is over its time; returns how many rows. */
  async sweepAll(): Promise<number> {
    let deleted = 0;
    for (const { sql, days } of SWEEPS) {
      deleted += await this.rounds.whileFull(ROWS_PER_SWEEP, async () => {
        const [, count] = await this.database.system((tx) =>
          tx.query<[unknown[], number]>(sql, [days, ROWS_PER_SWEEP]),
        );
        return count;
      });
    }
    return deleted;
  }
}
