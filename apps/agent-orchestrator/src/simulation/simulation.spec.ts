import { describe, expect, it } from '@jest/globals';
import { endLast } from '../runs/end-last.js';
import { PATIENCE_MS, simulationSettings } from './settings.fixture-spec.js';
import { ALL_SHIELDS, type Shields, Simulation } from './simulation.fixture-spec.js';

/** `SIMULATION_RUNS=100000 SIMULATION_SEED=…` plays more of them, from that seed on; a seed alone is played once. */
const { runs: RUNS, firstSeed } = simulationSettings(2_000);
/** In which a replica dies at each await point, once per life: some hundreds of points each. */
const CRASHED_WORLDS = Math.min(3, RUNS);
/** From here on, it is of interest how fast. */
const LONG = 5_000;
/** Within so many seeds, a world without one of its shields breaks a promise. */
const SEEDS_TO_NOTICE = 400;

describe('a world of runs in which anything may fail', () => {
  it(
    'keeps every promise, whatever its seed',
    () => {
      const seen = { transitions: 0, sites: 0 };
      const beganAtMs = performance.now();
      for (let seed = firstSeed; seed < firstSeed + RUNS; seed += 1) {
        const { universe, sites } = play(seed);
        seen.transitions += universe.transitions;
        seen.sites += sites;
      }
      if (RUNS >= LONG)
        process.stderr.write(`${JSON.stringify(seen)} in ${Math.round(performance.now() - beganAtMs)} ms\n`);
      expect(seen.transitions).toBeGreaterThan(RUNS);
    },
    PATIENCE_MS,
  );

  it(
    'survives a crash at every single await point',
    () => {
      for (let seed = firstSeed; seed < firstSeed + CRASHED_WORLDS; seed += 1) {
        const { sites } = play(seed, ALL_SHIELDS, Infinity);
        for (let crashAt = 1; crashAt <= sites; crashAt += 1) play(seed, ALL_SHIELDS, crashAt);
      }
    },
    PATIENCE_MS,
  );

  it('is the same when its seed is played again', () => {
    const stories = [play(firstSeed), play(firstSeed)].map(({ universe }) => universe.story());
    expect(stories[0]).toBe(stories[1]);
  });
});

describe('a world that lacks a shield', () => {
  it.each<[string, Partial<Shields>, RegExp]>([
    [
      'the test whether a command is still due',
      { newsOf: (_, performed) => endLast(performed.flatMap(({ events }) => events)) },
      /an append was refused/,
    ],
    ['the test whether the end of a call is news', { isNews: () => true }, /an append was refused/],
    ["the inbox's marks", { marks: false }, /had its effect twice/],
    ["the run's lock and version", { locks: false, versions: false }, /./],
    ['the router that knows a call again', { submitsOnce: false }, /was executed 2 times, not 1/],
  ])('is noticed: %s', (_, without, violation) => {
    let found = '';
    for (let seed = 1; seed <= SEEDS_TO_NOTICE && !violation.test(found); seed += 1) {
      found = findViolation(seed, { ...ALL_SHIELDS, ...without });
    }
    expect(found).toMatch(violation);
  });

  it.each<[string, Partial<Shields>]>([
    ['the lock', { locks: false }],
    ['the version of the head', { versions: false }],
  ])('is as safe where another does the same: %s', (_, without) => {
    for (let seed = 1; seed <= SEEDS_TO_NOTICE / 4; seed += 1) play(seed, { ...ALL_SHIELDS, ...without });
  });
});

/** @throws Error, with the seed, the reason and what happened last */
function play(seed: number, shields: Shields = ALL_SHIELDS, crashAt: number | null = null): Simulation {
  const simulation = new Simulation(seed, shields);
  try {
    simulation.play(crashAt);
    return simulation;
  } catch (cause) {
    const place = crashAt === null ? '' : ` (crashed at await point ${crashAt})`;
    throw new Error(`SIMULATION_SEED=${seed}${place}: ${String(cause)}\n${simulation.universe.story()}`, { cause });
  }
}

function findViolation(seed: number, shields: Shields): string {
  try {
    new Simulation(seed, shields).play(null);
    return '';
  } catch (error) {
    return String(error);
  }
}
