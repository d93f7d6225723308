import { once, request, type Process } from './process.fixture-spec.js';
import type { Head, SimulatedDatabase, StoredRun } from './simulated-database.fixture-spec.js';
import type { SimulatedRouter } from './simulated-router.fixture-spec.js';
import type { SimulatedRunLog } from './simulated-run-log.fixture-spec.js';
import { isOver } from '../runs/run-state.js';
import type { Universe } from './universe.fixture-spec.js';

/** Of the shell that is mirrored here: as the sweepers have them. */
const RUNNING_CHECK_MS = 60_000;
const SUSPENDED_CHECK_MS = 600_000;
const CANCEL_AGAIN_MS = 30_000;

/** The rounds of the sweepers, each a process of its own. */
export class SimulatedSweepers {
  constructor(
    private readonly universe: Universe,
    private readonly database: SimulatedDatabase,
    private readonly router: SimulatedRouter,
    private readonly log: SimulatedRunLog,
  ) {}

  /** A round that has something to do now. */
  findDue(): { readonly name: string; start(): Process } | null {
    const nowMs = this.universe.databaseNowMs();
    const heads = [...this.database.runs.values()]
      .filter(({ id }) => !this.database.isLocked(id))
      .map(({ head }) => head);
    if (heads.some((head) => isStepDue(head, nowMs))) return { name: 'sweep', start: () => this.sweepOpenRuns() };
    if (heads.some((head) => isLate(head, nowMs))) return { name: 'deadlines', start: () => this.sweepDeadlines() };
    const isCancelDue = heads.some(({ cancelDueAtMs }) => cancelDueAtMs !== null && cancelDueAtMs <= nowMs);
    return isCancelDue ? { name: 'ended', start: () => this.sweepEndedRuns() } : null;
  }

  /** When the next round has something to do, by the true clock. */
  nextDueMs(): number {
    const times = [...this.database.runs.values()].flatMap(({ head }) => [
      head.dueAtMs,
      head.cancelDueAtMs,
      head.deadlineAtMs,
      stillUntilMs(head),
    ]);
    return Math.min(...times.map((atMs) => atMs ?? Infinity)) - this.universe.databaseSkewMs;
  }

  // OpenRunsSweeper
  sweepOpenRuns(): Process {
    return this.database.transaction((tx) => {
      const nowMs = this.universe.databaseNowMs();
      const due = [...this.database.runs.values()].filter((run) => isStepDue(run.head, nowMs) && tx.tryLock(run.id));
      for (const run of due) {
        const { version } = run.head;
        tx.write(() => {
          run.head = { ...run.head, checkedAtMs: nowMs, dueAtMs: null, stepVersion: version };
        });
        this.log.announce(tx, run.id, 'step_due', { version });
      }
      return once();
    });
  }

  // EndedRunsSweeper
  *sweepEndedRuns(): Process {
    const taken: { readonly run: StoredRun; readonly takenUntilMs: number; readonly status: Head['status'] }[] = [];
    yield* this.database.transaction((tx) => {
      const nowMs = this.universe.databaseNowMs();
      for (const run of this.database.runs.values()) {
        if (run.head.cancelDueAtMs === null || run.head.cancelDueAtMs > nowMs || !tx.tryLock(run.id)) continue;
        const takenUntilMs = nowMs + CANCEL_AGAIN_MS + this.universe.random.below(CANCEL_AGAIN_MS);
        taken.push({ run, takenUntilMs, status: run.head.status });
        tx.write(() => {
          run.head = { ...run.head, cancelDueAtMs: takenUntilMs };
        });
      }
      return once();
    });
    for (const { run, takenUntilMs, status } of taken) {
      if (status === 'failed') yield* this.endOpenCalls(run);
      else yield* request(this.universe, () => this.router.cancelRunCalls(run.id));
      yield* this.database.transaction((tx) => {
        tx.write(() => {
          if (run.head.cancelDueAtMs === takenUntilMs) run.head = { ...run.head, cancelDueAtMs: null };
        });
        return once();
      });
    }
  }

  // DeadlinesSweeper
  *sweepDeadlines(): Process {
    const nowMs = this.universe.databaseNowMs();
    const late = [...this.database.runs.values()].filter(({ head }) => isLate(head, nowMs));
    yield;
    for (const { id } of late) {
      yield* this.log.withLocked(id, (tx, loaded) => {
        if (!isLate(loaded.head, this.universe.databaseNowMs()) || isOver(loaded.state)) return;
        this.log.append(tx, loaded, [{ type: 'run_failed', reason: 'The run reached its limit of seconds.' }]);
      });
    }
  }

  private *endOpenCalls(run: StoredRun): Process {
    const { state } = this.log.load(run.id);
    yield;
    const toolCallIds = state.calls.filter(({ result }) => result === null).map(({ toolCallId }) => toolCallId);
    if (state.status !== 'failed' || toolCallIds.length === 0) return;
    yield* request(this.universe, () => this.router.cancelRunCalls(run.id, toolCallIds));
  }
}

export function isStepDue({ status, dueAtMs, checkedAtMs, updatedAtMs }: Head, nowMs: number): boolean {
  const stillSinceMs = Math.max(checkedAtMs, updatedAtMs);
  if (dueAtMs !== null && dueAtMs <= nowMs) return true;
  if (status === 'suspended') return stillSinceMs < nowMs - SUSPENDED_CHECK_MS;
  return status === 'running' && dueAtMs === null && stillSinceMs < nowMs - RUNNING_CHECK_MS;
}

export function isLate({ status, deadlineAtMs }: Head, nowMs: number): boolean {
  return (status === 'running' || status === 'suspended') && deadlineAtMs !== null && deadlineAtMs <= nowMs;
}

function stillUntilMs({ status, dueAtMs, checkedAtMs, updatedAtMs }: Head): number | null {
  if (status === 'suspended') return Math.max(checkedAtMs, updatedAtMs) + SUSPENDED_CHECK_MS + 1;
  if (status === 'running' && dueAtMs === null) return Math.max(checkedAtMs, updatedAtMs) + RUNNING_CHECK_MS + 1;
  return null;
}
