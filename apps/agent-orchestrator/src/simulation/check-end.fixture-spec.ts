import { isDeepStrictEqual } from 'node:util';
import { outstanding } from '../runs/decide.js';
import { describeCommand } from '../runs/describe-command.js';
import { type LoggedEvent, readLog } from '../runs/read-log.js';
import { readRunEvent } from '../runs/read-run-event.js';
import { UnreadableRunError } from '../runs/run.errors.js';
import { EMPTY_RUN, evolve, isOver, type RunState } from '../runs/run-state.js';
import { ensure, ViolationError } from './check-run.fixture-spec.js';
import type { StoredRun } from './simulated-database.fixture-spec.js';
import type { SimulatedRouter } from './simulated-router.fixture-spec.js';
import type { Simulation } from './simulation.fixture-spec.js';
import type { Universe } from './universe.fixture-spec.js';

/** Nothing is under way, and every run is over or waits for a person who is really asked. */
export function isAtRest(simulation: Simulation): boolean {
  const { router } = simulation;
  return (
    simulation.isIdle() &&
    !router.ledger.some((row) => router.isAtWork(row)) &&
    simulation
      .runs()
      .every((run) => run.head.cancelDueAtMs === null && (isOver(run.state) || waitsForPeople(run, router)))
  );
}

function waitsForPeople({ id, state }: StoredRun, router: SimulatedRouter): boolean {
  const open = state.calls.filter(({ result, callId }) => result === null && callId !== null);
  const asked = open.map(({ toolCallId }) =>
    router.ledger.findLast((row) => row.runId === id && row.toolCallId === toolCallId),
  );
  const areForPeople = asked.every((row) => row?.state === 'pending_approval' || row?.state === 'unknown');
  return state.status === 'suspended' && asked.length > 0 && areForPeople;
}

/** What must hold when all has been answered. */
export function checkEnd(simulation: Simulation): void {
  const { universe, router } = simulation;
  for (const run of simulation.runs()) {
    checkReplay(run, universe);
    const { status } = run.state;
    const open = router.openCalls(run.id).map(({ callId, state }) => `${callId} ${state}`);
    ensure(open.length === 0, `${run.id} is ${status} and the router still has ${open.join(', ')}`);
    if (status === 'cancelled')
      ensure(router.cancelledRuns.has(run.id), `the router never heard that ${run.id} is over`);
  }
}

/** The log is readable, and says after each append what was decided then. */
function checkReplay(run: StoredRun, universe: Universe): void {
  const rows = run.log.map((data, index) => ({ sequence: index + 1, data }));
  ensure(isDeepStrictEqual(readStored(run.id, rows), run.state), `the log of ${run.id} folds to something else`);
  const noted = new Map(universe.commandsOf(run.id).map(({ version, commands }) => [version, commands]));
  let state = EMPTY_RUN;
  for (const { sequence, data } of rows) {
    state = evolve(state, readRunEvent(JSON.parse(data)));
    const then = noted.get(sequence);
    const now = outstanding(state).map(describeCommand);
    ensure(then === undefined || isDeepStrictEqual(now, then), `${run.id} decides otherwise after event ${sequence}`);
  }
}

function readStored(runId: string, rows: readonly LoggedEvent[]): RunState {
  try {
    return readLog(rows);
  } catch (error) {
    if (!(error instanceof UnreadableRunError)) throw error;
    throw new ViolationError(`the log of ${runId} cannot be read: ${error.message}`);
  }
}
