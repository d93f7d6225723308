import { Injectable, Logger } from '@nestjs/common';
import { crashPoint, Database } from '@countersign/database';
import { FLUSH_BYTES_MAX, FLUSH_RETRY_MS, FLUSH_ROWS_MAX, LEASE_MARGIN_MS, OUTCOME_FLUSH_MS } from '../limits.js';
import type { NewCall, Outcome } from './call.js';
import { unreadable } from '../dispatch/to-outcome.js';
import { LedgerBatchRepository, type Intent, type SettledCall } from './ledger-batch.repository.js';
import { isRefusedByDatabase } from './refused-outcome.errors.js';

interface Waiting<T> {
  readonly item: T;
  readonly done: (result: boolean) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Group commit for `allow` calls. An intent is durable before anything is sent; an outcome is durable with the next
 * commit and holds back no answer. Whatever arrives while a commit is under way shares the next one, so the ledger costs
 * one fsync for all of them.
 */
@Injectable()
export class LedgerWriter {
  private readonly logger = new Logger(LedgerWriter.name);
  private intents: Waiting<Intent>[] = [];
  private outcomes: Waiting<SettledCall>[] = [];
  private flushing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Outcomes between two tries. */
  private readonly resting = new Map<NodeJS.Timeout, Waiting<SettledCall>>();
  private isStopping = false;

  constructor(
    private readonly database: Database,
    private readonly batches: LedgerBatchRepository,
  ) {}

  /**
   * Records the call as sent, under fence 1. True once it is durable: then, and only then, it may be sent. False when
   * its run has submitted it before, or is cancelled.
   */
  recordIntent(call: NewCall, timeoutMs: number): Promise<boolean> {
    return new Promise((done, failed) => {
      this.intents.push({ item: { call, leaseMs: timeoutMs + LEASE_MARGIN_MS }, done, failed });
      this.flushNow();
    });
  }

  /** Resolves when the outcome is durable: true, or false when it came too late and was kept as evidence. */
  recordOutcome(call: NewCall, fence: number, outcome: Outcome): Promise<boolean> {
    return new Promise((done, failed) => {
      this.outcomes.push({ item: { call, fence, outcome }, done, failed });
      this.flushSoon();
    });
  }

  /**
   * Writes what is left, after the calls that were under way have been waited for. What cannot be written stays
   * `dispatching` and becomes `unknown`, which is the truth.
   */
  async drain(): Promise<void> {
    this.isStopping = true;
    for (const timer of [...this.resting.keys()]) this.wake(timer);
    while (this.flushing !== undefined || this.intents.length + this.outcomes.length > 0) {
      this.flushNow();
      await this.flushing;
    }
  }

  private flushSoon(): void {
    this.timer ??= setTimeout(() => this.flushNow(), OUTCOME_FLUSH_MS);
  }

  private flushNow(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.flushing !== undefined) return;
    if (this.intents.length + this.outcomes.length === 0) return;
    const intents = this.intents.splice(0, FLUSH_ROWS_MAX);
    const outcomes = this.takeOutcomes();
    this.flushing = this.flush(intents, outcomes).finally(() => {
      this.flushing = undefined;
      if (this.intents.length > 0) this.flushNow();
      else if (this.outcomes.length > 0) this.flushSoon();
    });
  }

  private takeOutcomes(): Waiting<SettledCall>[] {
    let [count, bytes] = [0, 0];
    while (count < Math.min(this.outcomes.length, FLUSH_ROWS_MAX) && (count === 0 || bytes < FLUSH_BYTES_MAX)) {
      bytes += this.outcomes[count]?.item.outcome.result.length ?? 0;
      count += 1;
    }
    return this.outcomes.splice(0, count);
  }

  private async flush(intents: readonly Waiting<Intent>[], outcomes: readonly Waiting<SettledCall>[]): Promise<void> {
    try {
      crashPoint('before-ledger-flush');
      const written = await this.database.system(async (tx) => ({
        intents: await this.batches.insertIntents(tx, itemsOf(intents)),
        outcomes: await this.batches.settle(tx, itemsOf(outcomes)),
      }));
      crashPoint('after-ledger-flush');
      for (const { item, done } of intents) done(written.intents.has(item.call.id));
      for (const { item, done } of outcomes) done(written.outcomes.has(item.call.id));
    } catch (error) {
      await this.recover(intents, outcomes, error);
    }
  }

  /** One row that the database refuses must not take the others with it, so a shared commit that fails is taken apart. */
  private async recover(
    intents: readonly Waiting<Intent>[],
    outcomes: readonly Waiting<SettledCall>[],
    error: unknown,
  ): Promise<void> {
    if (intents.length + outcomes.length > 1) {
      for (const intent of intents) await this.flush([intent], []);
      for (const outcome of outcomes) await this.flush([], [outcome]);
      return;
    }
    for (const intent of intents) intent.failed(error);
    for (const outcome of outcomes) this.retry(outcome, error);
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
    const timer = setTimeout(() => {
      this.wake(timer);
      this.flushNow();
    }, FLUSH_RETRY_MS);
    this.resting.set(timer.unref(), outcome);
  }

  private wake(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    const outcome = this.resting.get(timer);
    if (this.resting.delete(timer) && outcome !== undefined) this.outcomes.push(outcome);
  }
}

function itemsOf<T>(waiting: readonly Waiting<T>[]): T[] {
  return waiting.map(({ item }) => item);
}
