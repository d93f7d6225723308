import { Injectable, Logger } from '@nestjs/common';
import { crashPoint } from '@countersign/database';
import { FLUSH_RETRY_MS, LEASE_MARGIN_MS, OUTCOME_FLUSH_MS } from '../limits.js';
import type { NewCall, Outcome } from './call.js';
import { unreadable } from '../dispatch/to-outcome.js';
import { LedgerBatchRepository, type Intent, type SettledCall } from './ledger-batch.repository.js';
import { LedgerQueue, type Waiting } from './ledger-queue.repository.js';
import { isAboutRows, isRefusedByDatabase } from './refused-outcome.errors.js';

/**
 * Group commit for `allow` calls. An intent is durable before anything is sent; an outcome is durable with the next
 * commit and holds back no answer, nor anybody's intent: each kind has commits of its own.
 */
@Injectable()
export class LedgerWriter {
  private readonly logger = new Logger(LedgerWriter.name);
  private readonly intents: LedgerQueue<Intent>;
  private readonly outcomes: LedgerQueue<SettledCall>;
  /** Outcomes between two tries. */
  private readonly resting = new Map<NodeJS.Timeout, Waiting<SettledCall>>();
  private isStopping = false;

  constructor(batches: LedgerBatchRepository) {
    this.intents = new LedgerQueue<Intent>({
      delayMs: 0,
      idOf: ({ call }) => call.id,
      bytesOf: ({ call }) => call.argumentsText.length,
      write: (intents) => flush(() => batches.insertIntents(intents)),
      isAboutRows,
      onRefusal: ({ failed }, error) => failed(error),
    });
    this.outcomes = new LedgerQueue<SettledCall>({
      delayMs: OUTCOME_FLUSH_MS,
      idOf: ({ call }) => call.id,
      bytesOf: ({ outcome }) => outcome.result.length,
      write: (settled) => flush(() => batches.settle(settled)),
      isAboutRows,
      onRefusal: (waiting, error) => this.retry(waiting, error),
    });
  }

  /**
   * Records the call as sent, under fence 1. True once it is durable: then, and only then, it may be sent. False when
   * its run has submitted it before, or is cancelled.
   */
  recordIntent(call: NewCall, timeoutMs: number): Promise<boolean> {
    return this.intents.add({ call, leaseMs: timeoutMs + LEASE_MARGIN_MS });
  }

  /** Resolves when the outcome is durable: true, or false when it came too late and was kept as evidence. */
  recordOutcome(call: NewCall, fence: number, outcome: Outcome): Promise<boolean> {
    return this.outcomes.add({ call, fence, outcome });
  }

  /**
   * Writes what is left, after the calls that were under way have been waited for. What cannot be written stays
   * `dispatching` and becomes `unknown`, which is the truth.
   */
  async drain(): Promise<void> {
    this.isStopping = true;
    for (const timer of [...this.resting.keys()]) this.wake(timer);
    await Promise.all([this.intents.drain(), this.outcomes.drain()]);
  }

  /** What the database refuses for good is told to a person at once; for anything else its answer is waited for. */
  private retry({ item, done, failed }: Waiting<SettledCall>, error: unknown): void {
    const isHopeless = isRefusedByDatabase(error) && item.outcome.state !== 'unknown';
    const outcome = isHopeless ? unreadable(item.call.id) : item.outcome;
    this.retryLater({ item: { ...item, outcome }, done, failed }, error);
  }

  /** Nothing is lost by giving up at the end: the lease runs out, and the call is `unknown`. */
  private retryLater(outcome: Waiting<SettledCall>, error: unknown): void {
    this.logger.error({ err: error, callId: outcome.item.call.id }, 'an outcome cannot be recorded');
    if (this.isStopping) {
      outcome.failed(error);
      return;
    }
    const timer = setTimeout(() => this.wake(timer), FLUSH_RETRY_MS);
    this.resting.set(timer.unref(), outcome);
  }

  private wake(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    const outcome = this.resting.get(timer);
    if (this.resting.delete(timer) && outcome !== undefined) this.outcomes.push(outcome);
  }
}

async function flush(write: () => Promise<ReadonlySet<string>>): Promise<ReadonlySet<string>> {
  crashPoint('before-ledger-flush');
  const written = await write();
  crashPoint('after-ledger-flush');
  return written;
}
