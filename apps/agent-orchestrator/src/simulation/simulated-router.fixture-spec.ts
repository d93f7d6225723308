import type { CallState } from '@countersign/contracts';
import { hasResult } from '../runs/run-call.js';
import { ensure } from './check-run.fixture-spec.js';
import type { Process } from './process.fixture-spec.js';
import type { Random } from './random.fixture-spec.js';
import type { OutboxRow } from './simulated-database.fixture-spec.js';

/** The router will not take this call, whoever asks: its arguments are no JSON. */
export class CallRefusedError extends Error {
  override readonly name = 'CallRefusedError';
}

/** The run was cancelled; it can send nothing new. */
export class RunEndedAtRouterError extends Error {
  override readonly name = 'RunEndedAtRouterError';
}

export interface LedgerRow {
  readonly callId: string;
  readonly runId: string;
  readonly toolCallId: string;
  readonly retryOf: string | null;
  state: CallState;
  isCancelRequested: boolean;
  /** How often the tool was executed. */
  sent: number;
}

export interface CallEvent {
  readonly toolCallId: string;
  readonly callId: string;
  readonly state: CallState;
  readonly isError: boolean;
}

/** The ledger and the upstreams behind it, another service: each request is one transaction of its own database. */
export class SimulatedRouter {
  readonly ledger: LedgerRow[] = [];
  readonly outbox: OutboxRow[] = [];
  readonly cancelledRuns = new Set<string>();
  private readonly handled = new Set<string>();

  constructor(
    private readonly random: Random,
    private readonly submitsOnce: boolean,
  ) {}

  /** @throws CallRefusedError, RunEndedAtRouterError */
  submit(runId: string, toolCallId: string, text: string): LedgerRow {
    if (text !== '{}') throw new CallRefusedError('the arguments are no JSON');
    const known = this.ledger.findLast((row) => row.runId === runId && row.toolCallId === toolCallId);
    if (known !== undefined && this.submitsOnce) return known;
    if (this.cancelledRuns.has(runId)) throw new RunEndedAtRouterError('the run was cancelled');
    return this.insert(runId, toolCallId, null);
  }

  get(callId: string): LedgerRow {
    const row = this.ledger.find((candidate) => candidate.callId === callId);
    if (row === undefined) throw new Error(`there is no call ${callId}`);
    return row;
  }

  openCalls(runId?: string): LedgerRow[] {
    return this.ledger.filter((row) => isOpen(row) && (runId === undefined || row.runId === runId));
  }

  /** @param toolCallIds these alone, of a run that may be opened again; undefined: all, and nothing new ever */
  cancelRunCalls(runId: string, toolCallIds?: readonly string[]): void {
    if (toolCallIds === undefined) this.cancelledRuns.add(runId);
    for (const row of this.openCalls(runId)) {
      if (toolCallIds === undefined || toolCallIds.includes(row.toolCallId)) this.cancel(row);
    }
  }

  // RunCancelledConsumer
  *onRunCancelled({ eventId, runId }: OutboxRow): Process {
    yield;
    if (this.handled.has(eventId)) return;
    this.handled.add(eventId);
    this.cancelRunCalls(runId);
  }

  /** The router goes on with a call that needs nobody else. */
  work(row: LedgerRow): void {
    if (row.isCancelRequested && row.sent === 0) return this.settle(row, 'cancelled');
    if (row.state === 'approved') row.state = 'dispatching';
    else if (row.sent === 0) this.send(row);
    else this.settle(row, this.random.pick(['succeeded', 'succeeded', 'failed', 'unknown'] as const));
  }

  isAtWork({ state, isCancelRequested }: LedgerRow): boolean {
    return state === 'approved' || state === 'dispatching' || (state === 'pending_approval' && isCancelRequested);
  }

  decide(row: LedgerRow, verdict: 'approved' | 'denied' | 'expired'): void {
    if (verdict === 'approved') row.state = verdict;
    else this.settle(row, verdict);
  }

  resolve(row: LedgerRow, outcome: 'resolved_succeeded' | 'resolved_failed' | 'retried'): void {
    if (outcome === 'retried' && this.cancelledRuns.has(row.runId)) return;
    this.settle(row, outcome);
    if (outcome === 'retried') this.insert(row.runId, row.toolCallId, row.callId);
  }

  private insert(runId: string, toolCallId: string, retryOf: string | null): LedgerRow {
    const callId = `call ${this.ledger.length + 1}`;
    const state = this.random.pick(['pending_approval', 'pending_approval', 'approved', 'dispatching'] as const);
    const row: LedgerRow = { callId, runId, toolCallId, retryOf, state, isCancelRequested: false, sent: 0 };
    this.ledger.push(row);
    // Denied by policy, or its server cannot be reached.
    if (this.random.chance(0.2)) this.settle(row, this.random.pick(['denied', 'failed'] as const));
    return row;
  }

  private cancel(row: LedgerRow): void {
    if (row.state === 'approved' || (row.state === 'pending_approval' && this.random.chance(0.5))) {
      this.settle(row, 'cancelled');
    } else row.isCancelRequested = true;
  }

  private send(row: LedgerRow): void {
    ensure(!this.cancelledRuns.has(row.runId), `${row.callId} was sent after its run was cancelled`);
    row.sent += 1;
    const same = this.ledger.filter(({ runId, toolCallId }) => runId === row.runId && toolCallId === row.toolCallId);
    const executions = same.reduce((sum, { sent }) => sum + sent, 0);
    const wanted = 1 + same.filter(({ retryOf }) => retryOf !== null).length;
    ensure(executions <= wanted, `${row.runId} ${row.toolCallId} was executed ${executions} times, not ${wanted}`);
  }

  private settle(row: LedgerRow, state: CallState): void {
    row.state = state;
    const { runId, toolCallId, callId } = row;
    const data: CallEvent = { toolCallId, callId, state, isError: state !== 'succeeded' };
    const eventId = `settled ${callId} ${state}`;
    this.outbox.push({ subject: 'call_settled', eventId, runId, data, isLeased: false });
  }
}

function isOpen({ state }: LedgerRow): boolean {
  return !hasResult(state) && state !== 'retried' && state !== 'unknown';
}
