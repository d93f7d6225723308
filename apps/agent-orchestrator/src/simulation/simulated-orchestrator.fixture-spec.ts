import type { CallState } from '@countersign/contracts';
import { outstanding, type RunCommand } from '../runs/decide.js';
import { isCurrentStep } from '../runs/is-current-step.js';
import type { newsOf } from '../runs/news-of.js';
import { hasResult, type RunCall } from '../runs/run-call.js';
import type { RunEvent, RunStarted } from '../runs/run-event.js';
import { EMPTY_RUN, isOver } from '../runs/run-state.js';
import type { EffectCommand, isNews, Performed } from '../runs/still-due.js';
import { once, PassingError, request, type Process } from './process.fixture-spec.js';
import type { Head, OutboxRow, SimulatedDatabase, StoredRun } from './simulated-database.fixture-spec.js';
import type { SimulatedModel } from './simulated-model.fixture-spec.js';
import { CallRefusedError, RunEndedAtRouterError, type CallEvent } from './simulated-router.fixture-spec.js';
import type { SimulatedRouter } from './simulated-router.fixture-spec.js';
import type { Loaded, SimulatedRunLog } from './simulated-run-log.fixture-spec.js';
import { Witness } from './witness.fixture-spec.js';
import type { Universe } from './universe.fixture-spec.js';

/** The guards as they are, or as a mutation has them. */
export interface Guards {
  readonly newsOf: typeof newsOf;
  readonly isNews: typeof isNews;
}

export interface OrchestratorParts {
  readonly universe: Universe;
  readonly database: SimulatedDatabase;
  readonly router: SimulatedRouter;
  readonly model: SimulatedModel;
  readonly log: SimulatedRunLog;
}

/** The orchestrator's consumers and use cases, with every `await` a `yield`; what they decide is the real code. */
export class SimulatedOrchestrator {
  constructor(
    private readonly parts: OrchestratorParts,
    private readonly guards: Guards,
  ) {}

  // StartRunUseCase
  start(runId: string, started: RunStarted): Process {
    const nowMs = this.parts.universe.databaseNowMs();
    const head: Head = {
      ...{ status: 'running', version: 0, stepVersion: 0, updatedAtMs: nowMs, checkedAtMs: nowMs },
      ...{ dueAtMs: null, cancelDueAtMs: null, deadlineAtMs: null },
    };
    const run: StoredRun = { id: runId, head, log: [], state: EMPTY_RUN, seen: new Witness() };
    return this.parts.database.transaction((tx) => {
      tx.write(() => this.parts.database.runs.set(runId, run));
      this.parts.log.append(tx, { run, head, state: EMPTY_RUN }, [started]);
      return once();
    });
  }

  // SendMessageUseCase
  sendMessage(runId: string, text: string): Process {
    return this.parts.log.withLocked(runId, (tx, loaded) => {
      if (loaded.state.status === 'cancelled') return;
      this.parts.log.append(tx, loaded, [{ type: 'message_received', text, by: ANN }]);
    });
  }

  // CancelRunUseCase
  cancelRun(runId: string): Process {
    return this.parts.log.withLocked(runId, (tx, loaded) => {
      if (!isOver(loaded.state)) this.parts.log.append(tx, loaded, [{ type: 'run_cancelled', by: ANN }]);
    });
  }

  // RunStepDueConsumer
  *onStepDue({ eventId, runId, data }: OutboxRow): Process {
    const loaded = this.parts.log.load(runId);
    yield;
    if (!isCurrentStep(loaded.head, (data as { version: number }).version)) {
      if (loaded.head.status === 'failed')
        yield* this.parts.database.transaction((tx) => once(() => this.parts.log.endCallsAgain(tx, runId)));
      return;
    }
    const performed = yield* this.takeStep(loaded);
    yield* this.parts.database.once('run-step', eventId, (tx) =>
      this.parts.log.locked(tx, runId, (current) => {
        this.parts.log.append(tx, current, this.guards.newsOf(current.state, performed), eventId);
        if (isOver(current.state)) this.parts.log.endCallsAgain(tx, runId);
      }),
    );
  }

  // CallSettledConsumer
  *onCallSettled({ eventId, runId, data }: OutboxRow): Process {
    const end = data as CallEvent;
    const known = this.parts.log.load(runId);
    yield;
    if (!this.guards.isNews(known.state, end)) return;
    const event = yield* this.toEvent(end);
    yield* this.parts.database.once('call-settled', eventId, (tx) =>
      this.parts.log.locked(tx, runId, (current) => {
        if (this.guards.isNews(current.state, end)) this.parts.log.append(tx, current, [event], eventId);
      }),
    );
  }

  // TakeStepUseCase: the real one carries commands out side by side; here they take turns, in any order.
  private *takeStep(loaded: Loaded): Process<Performed[]> {
    const performed: Performed[] = [];
    const failures: unknown[] = [];
    for (const command of this.parts.universe.random.shuffled(outstanding(loaded.state).filter(isEffect))) {
      try {
        performed.push({ command, events: yield* this.perform(loaded, command) });
      } catch (error) {
        if (!(error instanceof PassingError)) throw error;
        failures.push(error);
      }
    }
    if (failures.length > 0 && performed.every(({ events }) => events.length === 0)) throw failures[0];
    return performed;
  }

  // PerformCommandUseCase
  private *perform(loaded: Loaded, command: EffectCommand): Process<RunEvent[]> {
    if (this.parts.universe.isTokenRefused()) return [{ type: 'run_failed', reason: 'The run cannot go on.' }];
    switch (command.type) {
      case 'ask_model':
        return yield* this.parts.model.ask(loaded, command.turn);
      case 'submit_call':
        return yield* this.submit(loaded.run.id, command.call);
      case 'check_call':
        return yield* this.check(command.call);
    }
  }

  private *submit(runId: string, { toolCallId, arguments: text }: RunCall): Process<RunEvent[]> {
    try {
      const { callId, state } = yield* request(this.parts.universe, () => ({
        ...this.parts.router.submit(runId, toolCallId, text),
      }));
      if (state === 'retried') throw new PassingError('the successor is missing');
      const submitted: RunEvent = { type: 'call_submitted', toolCallId, callId, state };
      const settled = hasResult(state) ? yield* this.find(toolCallId, callId) : null;
      return settled === null ? [submitted] : [submitted, settled];
    } catch (error) {
      if (error instanceof CallRefusedError) return [{ type: 'call_refused', toolCallId, message: error.message }];
      if (error instanceof RunEndedAtRouterError) return [{ type: 'run_failed', reason: error.message }];
      throw error;
    }
  }

  private *check({ toolCallId, callId, state }: RunCall): Process<RunEvent[]> {
    if (callId === null) return [];
    const end = yield* this.find(toolCallId, callId);
    return end === null || (end.state === state && !hasResult(state)) ? [] : [end];
  }

  // SettledCallClient
  private *find(toolCallId: string, callId: string): Process<Extract<RunEvent, { type: 'call_settled' }> | null> {
    const { state } = yield* request(this.parts.universe, () => ({ ...this.parts.router.get(callId) }));
    const hasEnded = hasResult(state) || state === 'unknown' || state === 'retried';
    return hasEnded ? yield* this.toEvent({ toolCallId, callId, state, isError: state !== 'succeeded' }) : null;
  }

  private *toEvent(end: CallEvent): Process<Extract<RunEvent, { type: 'call_settled' }>> {
    const result = hasResult(end.state)
      ? yield* request(this.parts.universe, () => resultOf(end.callId, end.state))
      : '';
    return { type: 'call_settled', ...end, result };
  }
}

const ANN = { kind: 'user', id: 'u', name: 'Ann' } as const;

function isEffect(command: RunCommand): command is EffectCommand {
  return command.type === 'ask_model' || command.type === 'submit_call' || command.type === 'check_call';
}

function resultOf(callId: string, state: CallState): string {
  return `${callId} ${state}`;
}
