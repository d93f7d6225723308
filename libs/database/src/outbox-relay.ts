import { Logger } from '@nestjs/common';
import { crashPoint } from './crash-point.js';
import type { Database } from './database.js';
import { newId } from './new-id.js';
import { claimRows, LEASE_MS, markPublished, postponeRow, releaseRows } from './outbox-lease.js';
import type { OutboxPublisher, OutboxRow } from './outbox-row.js';

/** A commit wakes the relay of its own process; polling finds what a dead process left behind. */
export const RELAY_POLL_MS = 250;
/** A database that is away is asked less often; each attempt is a line in the log. */
const RETRY_MS = 1_000;
/** A bus that does not confirm within this is treated as absent. */
export const PUBLISH_TIMEOUT_MS = 5_000;
/** A publish that begins before this has ended, by its time-out, before the lease has. */
const PUBLISH_BEFORE_MS = LEASE_MS - 2 * PUBLISH_TIMEOUT_MS;

/**
 * Publishes committed outbox rows, at least once and in the order of their aggregate. Any number of relays may run.
 * A row whose publish fails is tried for ever, with a growing pause: the state it announces is already true.
 */
export class OutboxRelay {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly stopListening: () => void;
  private loop: Promise<void> | undefined;
  private isStopping = false;
  private isAwake = false;
  private interrupt: () => void = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly publish: OutboxPublisher,
  ) {
    this.stopListening = database.onOutboxCommit(() => this.wake());
  }

  start(): void {
    this.loop ??= this.run();
  }

  /** Finishes the rows in hand, and leaves the others to the next relay. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.stopListening();
    this.wake();
    await this.loop;
  }

  /** Looks for rows now instead of at the next poll. */
  wake(): void {
    this.isAwake = true;
    this.interrupt();
  }

  /** Publishes what can be claimed now; returns how many rows were claimed. */
  async relayOnce(): Promise<number> {
    const leaseToken = newId();
    const claimedAt = performance.now();
    const rows = await claimRows(this.database, leaseToken);
    const claim: Claim = { leaseToken, claimedAt, published: [], failures: [] };
    // All of them: what one aggregate published is marked, whatever became of another.
    const outcomes = await Promise.allSettled(byAggregate(rows).map((queue) => this.publishInOrder(queue, claim)));
    if (claim.published.length > 0) await markPublished(this.database, claim.published);
    this.report(claim);
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure !== undefined) throw failure.reason;
    return rows.length;
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      this.isAwake = false;
      const pauseMs = await this.relayUntilNext();
      if (pauseMs > 0) await this.sleep(pauseMs);
    }
  }

  private async relayUntilNext(): Promise<number> {
    try {
      return (await this.relayOnce()) === 0 ? RELAY_POLL_MS : 0;
    } catch (error) {
      this.logger.error('The outbox cannot be relayed; trying again', error);
      return RETRY_MS;
    }
  }

  private sleep(pauseMs: number): Promise<void> {
    if (this.isAwake || this.isStopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      this.interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async publishInOrder(queue: readonly OutboxRow[], claim: Claim): Promise<void> {
    for (const [index, row] of queue.entries()) {
      if (this.isStopping || performance.now() - claim.claimedAt > PUBLISH_BEFORE_MS) {
        return this.release(queue.slice(index), claim);
      }
      try {
        crashPoint('relay-before-publish');
        await withTimeout(this.publish(row), PUBLISH_TIMEOUT_MS);
        crashPoint('relay-after-publish');
      } catch (error) {
        claim.failures.push({ row, error });
        await postponeRow(this.database, row.id, claim.leaseToken, error);
        return this.release(queue.slice(index + 1), claim);
      }
      claim.published.push(row.id);
    }
  }

  /** One line for all: without a bus, every aggregate fails at every attempt. */
  private report({ failures }: Claim): void {
    const [first] = failures;
    if (first === undefined) return;
    const { row, error } = first;
    this.logger.warn(
      `${failures.length} events cannot be published yet, the first is ${row.eventId} of ${row.subject}: ${String(error)}`,
    );
  }

  private async release(rows: readonly OutboxRow[], claim: Claim): Promise<void> {
    const ids = rows.map((row) => row.id);
    if (ids.length > 0) await releaseRows(this.database, ids, claim.leaseToken);
  }
}

interface Claim {
  readonly leaseToken: string;
  readonly claimedAt: number;
  /** The rows that the bus has confirmed so far. */
  readonly published: string[];
  readonly failures: { readonly row: OutboxRow; readonly error: unknown }[];
}

function byAggregate(rows: readonly OutboxRow[]): OutboxRow[][] {
  return [...Map.groupBy(rows, (row) => `${row.workspaceId} ${row.aggregateId}`).values()];
}

async function withTimeout(work: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no confirmation within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
