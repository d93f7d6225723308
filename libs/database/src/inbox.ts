import type { EntityManager } from 'typeorm';
import type { Database } from './database.js';

/** Makes consumers idempotent: the mark of an event and its effect commit together, or neither does. */
export class Inbox {
  constructor(private readonly database: Database) {}

  /**
   * Runs the effect unless this consumer has handled the event, and returns whether it ran. A concurrent duplicate
   * waits for the first one's commit and then does nothing; if the first one rolls back, it runs.
   */
  async once(
    consumer: string,
    eventId: string,
    workspaceId: string,
    effect: (tx: EntityManager) => Promise<void>,
  ): Promise<boolean> {
    return this.database.transaction(workspaceId, async (tx) => {
      const marks = await tx.query<unknown[]>(
        `insert into inbox (consumer, event_id, workspace_id) values ($1, $2, $3) on conflict do nothing returning 1`,
        [consumer, eventId, workspaceId],
      );
      if (marks.length === 0) return false;
      await effect(tx);
      return true;
    });
  }
}
