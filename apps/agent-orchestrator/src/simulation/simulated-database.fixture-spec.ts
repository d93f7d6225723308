import type { RunStatus } from '@countersign/contracts';
import type { RunState } from '../runs/run-state.js';
import { LostAnswerError, type Faults, type Process } from './process.fixture-spec.js';
import type { Witness } from './witness.fixture-spec.js';

/** The columns of `runs`; times in milliseconds by the database's clock. */
export interface Head {
  readonly status: RunStatus;
  readonly version: number;
  readonly stepVersion: number;
  readonly updatedAtMs: number;
  readonly checkedAtMs: number;
  readonly dueAtMs: number | null;
  readonly cancelDueAtMs: number | null;
  readonly deadlineAtMs: number | null;
}

export interface StoredRun {
  readonly id: string;
  head: Head;
  /** The column `data` of `run_events`. */
  readonly log: string[];
  /** What the log folds to, which is proven when all is over. */
  state: RunState;
  readonly seen: Witness;
}

export interface OutboxRow {
  readonly subject: 'step_due' | 'run_cancelled' | 'call_settled';
  readonly eventId: string;
  readonly runId: string;
  readonly data: unknown;
  isLeased: boolean;
}

/** What a correct database does, and a mutation does not. */
export interface DatabaseShields {
  readonly locks: boolean;
  readonly marks: boolean;
}

/** Transactions with locks; what they write is there for others from their commit on, all of it or nothing. */
export class SimulatedDatabase {
  readonly runs = new Map<string, StoredRun>();
  readonly outbox: OutboxRow[] = [];
  private readonly marks = new Set<string>();
  private readonly locked = new Set<string>();

  constructor(
    readonly shields: DatabaseShields,
    private readonly faults: Faults,
  ) {}

  get(runId: string): StoredRun {
    const run = this.runs.get(runId);
    if (run === undefined) throw new Error(`there is no run ${runId}`);
    return run;
  }

  isLocked(key: string): boolean {
    return this.locked.has(key);
  }

  *transaction<T>(work: (tx: Transaction) => Process<T>): Process<T> {
    const tx = new Transaction(this.locked, this.shields.locks);
    try {
      yield;
      const result = yield* work(tx);
      yield;
      tx.commit();
      // Committed, and whoever asked for it may never hear of it.
      if (this.faults.losesAnswer()) throw new LostAnswerError('the connection broke at the commit');
      yield;
      return result;
    } finally {
      tx.end();
    }
  }

  /** As `Inbox.once`: the mark and the effect commit together, and a concurrent duplicate waits for the first. */
  once(consumer: string, eventId: string, effect: (tx: Transaction) => Process): Process {
    const mark = `${consumer} ${eventId}`;
    const { marks, shields } = this;
    return this.transaction(function* (tx) {
      if (shields.marks) {
        yield* tx.lock(mark);
        if (marks.has(mark)) return;
        tx.write(() => marks.add(mark));
      }
      yield* effect(tx);
    });
  }
}

export class Transaction {
  private readonly held: string[] = [];
  private readonly conditions: (() => void)[] = [];
  private readonly writes: (() => void)[] = [];

  constructor(
    private readonly locked: Set<string>,
    private readonly isLocking: boolean,
  ) {}

  *lock(key: string): Process {
    if (!this.isLocking) return;
    while (this.locked.has(key)) yield { isOver: () => !this.locked.has(key) };
    this.take(key);
  }

  /** `for update skip locked` */
  tryLock(key: string): boolean {
    if (this.isLocking && this.locked.has(key)) return false;
    this.take(key);
    return true;
  }

  /** @param condition throws where the commit is not to be */
  require(condition: () => void): void {
    this.conditions.push(condition);
  }

  write(change: () => void): void {
    this.writes.push(change);
  }

  commit(): void {
    for (const condition of this.conditions) condition();
    for (const write of this.writes) write();
    this.end();
  }

  end(): void {
    for (const key of this.held.splice(0)) this.locked.delete(key);
  }

  private take(key: string): void {
    this.locked.add(key);
    this.held.push(key);
  }
}
