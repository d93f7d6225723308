import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { outstanding } from '../runs/decide.js';
import { planAppend } from '../runs/plan-append.js';
import { readLog } from '../runs/read-log.js';
import { UnreadableRunError } from '../runs/run.errors.js';
import type { RunEvent } from '../runs/run-event.js';
import { EMPTY_RUN, evolve, foldRun, type RunState } from '../runs/run-state.js';
import { checkPause, checkRun } from './check-run.fixture-spec.js';
import { aPossibleEvent, aStart, type Choose } from './possible-event.fixture-spec.js';
import { PATIENCE_MS, simulationSettings } from './settings.fixture-spec.js';
import { Witness } from './witness.fixture-spec.js';

/** Logs of some 20 transitions each: more than 10^5 in a few seconds. `SIMULATION_RUNS=50000` plays more than 10^6. */
const USUAL_RUNS = 5_000;
const { runs: NUM_RUNS, firstSeed } = simulationSettings(USUAL_RUNS);
const CHOICES_MAX = 400;

/** A list of choices is a life of a run: shorter lists and smaller choices are simpler lives. */
const aLife = fc.array(fc.nat(), { maxLength: CHOICES_MAX, size: 'max' });

describe('a run, whatever happens to it', () => {
  it(
    'keeps its promises after every transition',
    () => {
      let transitions = 0;
      fc.assert(
        fc.property(aLife, (choices) => {
          const { seen } = live(choices, (state, sofar) => {
            checkRun(state, sofar);
            checkPause(state, sofar);
          });
          transitions += seen.log.length;
        }),
        { numRuns: NUM_RUNS, seed: firstSeed },
      );
      if (NUM_RUNS >= USUAL_RUNS) expect(transitions).toBeGreaterThan(NUM_RUNS * 20);
    },
    PATIENCE_MS,
  );

  it(
    'is the same read from its log, at once or in two parts',
    () => {
      fc.assert(
        fc.property(aLife, fc.nat(), (choices, place) => {
          const { state, seen } = live(choices);
          const cut = place % (seen.log.length + 1);
          expect(seen.log.slice(cut).reduce(evolve, foldRun(seen.log.slice(0, cut)))).toEqual(state);
          expect(read(toRows(seen.log))).toEqual(state);
          expect(outstanding(read(toRows(seen.log)))).toEqual(outstanding(state));
        }),
        { numRuns: Math.ceil(NUM_RUNS / 5), seed: firstSeed },
      );
    },
    PATIENCE_MS,
  );
});

interface Row {
  readonly sequence: number;
  readonly data: string;
}
type Break = (rows: readonly Row[], place: number) => Row[];

describe.each<[string, Break]>([
  ['dropped', (rows, place) => rows.toSpliced(place, 1)],
  ['doubled', (rows, place) => rows.toSpliced(place, 0, ...rows.slice(place, place + 1))],
  ['swapped with the next', (rows, place) => rows.toSpliced(place, 2, ...rows.slice(place, place + 2).reverse())],
])('a log of which one event was %s', (_, spoil) => {
  it(
    'is refused',
    () => {
      fc.assert(
        fc.property(aLife, fc.nat(), (choices, place) => {
          const rows = toRows(live(choices).seen.log);
          // Without its last event, a log is a log.
          fc.pre(rows.length > 1);
          const spoilt = spoil(rows, place % (rows.length - 1));
          expect(() => read(spoilt)).toThrow(UnreadableRunError);
        }),
        { numRuns: Math.ceil(NUM_RUNS / 5), seed: firstSeed },
      );
    },
    PATIENCE_MS,
  );

  it(
    'is refused or does no harm, also where the rows were numbered anew',
    () => {
      let harmless = 0;
      fc.assert(
        fc.property(aLife, fc.nat(), (choices, place) => {
          const rows = toRows(live(choices).seen.log);
          fc.pre(rows.length > 1);
          const spoilt = spoil(rows, place % rows.length).map(({ data }, index) => ({ sequence: index + 1, data }));
          if (isRefused(spoilt)) return;
          harmless += 1;
          // What it says is another life, in which the same holds once somebody has taken the next step.
          keepPromises(spoilt);
        }),
        { numRuns: Math.ceil(NUM_RUNS / 5), seed: firstSeed },
      );
      if (NUM_RUNS >= USUAL_RUNS) expect(harmless).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );
});

/** Appends, as the orchestrator does, what could happen, and returns the log's end. */
function live(choices: readonly number[], check: (state: RunState, seen: Witness) => void = () => undefined) {
  const seen = new Witness();
  let place = 0;
  const choose: Choose = (bound) => (choices[place++] ?? 0) % bound;
  let state = append(EMPTY_RUN, seen, [aStart(choose)]);
  check(state, seen);
  while (place < choices.length) {
    const event = aPossibleEvent(state, seen.log.length + 1, choose);
    if (event === null) continue;
    state = append(state, seen, [event]);
    check(state, seen);
  }
  return { state, seen };
}

function append(state: RunState, seen: Witness, news: readonly RunEvent[]): RunState {
  const plan = planAppend({ state, version: seen.log.length }, news);
  for (const event of plan?.events ?? []) seen.note(event);
  return plan?.state ?? state;
}

function toRows(log: readonly RunEvent[]): Row[] {
  return log.map((event, index) => ({ sequence: index + 1, data: JSON.stringify(event) }));
}

function read(rows: readonly Row[]): RunState {
  return readLog(rows);
}

function isRefused(rows: readonly Row[]): boolean {
  try {
    read(rows);
    return false;
  } catch (error) {
    if (error instanceof UnreadableRunError) return true;
    throw error;
  }
}

function keepPromises(rows: readonly Row[]): void {
  const seen = new Witness();
  for (const { data } of rows) seen.note(JSON.parse(data) as RunEvent);
  checkRun(append(read(rows), seen, []), seen);
}
