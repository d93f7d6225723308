import { outstanding } from '../runs/decide.js';
import { describeCommand } from '../runs/describe-command.js';
import { planAppend } from '../runs/plan-append.js';
import { UnreadableRunError } from '../runs/run.errors.js';
import type { RunEvent } from '../runs/run-event.js';
import type { RunState } from '../runs/run-state.js';
import { checkPause, checkRun, ViolationError } from './check-run.fixture-spec.js';
import { PassingError, type Process } from './process.fixture-spec.js';
import type { Head, OutboxRow, SimulatedDatabase, StoredRun, Transaction } from './simulated-database.fixture-spec.js';
import type { Universe } from './universe.fixture-spec.js';

export interface Loaded {
  readonly run: StoredRun;
  readonly head: Head;
  readonly state: RunState;
}

/** Somebody else made the log longer. */
class RunMovedOnError extends PassingError {
  override readonly name = 'RunMovedOnError';
}

/** `RunLog` and `RunRepository` over the simulated tables; what is written is the real plan. */
export class SimulatedRunLog {
  constructor(
    private readonly universe: Universe,
    private readonly database: SimulatedDatabase,
    /** `where version = …` */
    private readonly comparesVersions: boolean,
  ) {}

  append(tx: Transaction, { run, head, state }: Loaded, news: readonly RunEvent[], cause?: string): void {
    const plan = planned(state, head.version, news);
    if (plan === null) return;
    const version = head.version + plan.events.length;
    tx.require(() => {
      if (this.comparesVersions && run.head.version !== head.version) throw new RunMovedOnError(run.id);
    });
    tx.write(() => {
      const nowMs = this.universe.databaseNowMs();
      run.head = { ...run.head, ...toColumns(plan.head, nowMs), version, updatedAtMs: nowMs };
      if (plan.isStepDue) run.head = { ...run.head, stepVersion: version };
      run.log.push(...plan.events.map((event) => JSON.stringify(event)));
      run.state = plan.state;
      for (const event of plan.events) run.seen.note(event);
      this.universe.noteAppend(
        run,
        plan.events.map(({ type }) => type),
        cause,
      );
      checkRun(run.state, run.seen);
      checkPause(run.state, run.seen);
    });
    if (plan.announcements.some(({ status }) => status === 'cancelled')) this.announce(tx, run.id, 'run_cancelled', {});
    if (plan.isStepDue) this.announce(tx, run.id, 'step_due', { version });
  }

  announce(tx: Transaction, runId: string, subject: OutboxRow['subject'], data: unknown): void {
    const eventId = this.universe.newId();
    tx.write(() => this.database.outbox.push({ subject, eventId, runId, data, isLeased: false }));
  }

  endCallsAgain(tx: Transaction, runId: string): void {
    tx.write(() => {
      const run = this.database.get(runId);
      if (run.head.status === 'failed') run.head = { ...run.head, cancelDueAtMs: this.universe.databaseNowMs() };
    });
  }

  withLocked(runId: string, work: (tx: Transaction, loaded: Loaded) => void): Process {
    return this.database.transaction((tx) => this.locked(tx, runId, (loaded) => work(tx, loaded)));
  }

  *locked(tx: Transaction, runId: string, work: (loaded: Loaded) => void): Process {
    yield* tx.lock(runId);
    const loaded = this.load(runId);
    yield;
    work(loaded);
  }

  load(runId: string): Loaded {
    const run = this.database.get(runId);
    return { run, head: run.head, state: run.state };
  }
}

/** No log is ever asked to take what cannot follow: that would be refused with an error each time. */
function planned(state: RunState, version: number, news: readonly RunEvent[]) {
  try {
    return planAppend({ state, version }, news);
  } catch (error) {
    if (!(error instanceof UnreadableRunError)) throw error;
    const after = outstanding(state).map(describeCommand).join(', ');
    throw new ViolationError(`an append was refused: ${error.message}; outstanding: ${after || 'nothing'}`);
  }
}

function toColumns(head: NonNullable<ReturnType<typeof planAppend>>['head'], nowMs: number): Partial<Head> {
  const { status, dueInSeconds, cancelInSeconds, deadlineInSeconds } = head;
  const at = (seconds: number | null) => (seconds === null ? null : nowMs + seconds * 1_000);
  return {
    status,
    cancelDueAtMs: at(cancelInSeconds),
    ...(dueInSeconds !== undefined && { dueAtMs: at(dueInSeconds) }),
    ...(deadlineInSeconds !== undefined && { deadlineAtMs: at(deadlineInSeconds) }),
  };
}
