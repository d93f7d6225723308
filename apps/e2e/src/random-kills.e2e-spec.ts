import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { Fleet } from './fleet/fleet.js';
import { People } from './fleet/people.js';
import { aProposedRun } from './fleet/proposed-run.js';
import { SeededDice } from './fleet/seeded-dice.js';
import { Storm } from './fleet/storm.js';
import { executionsOf, type JudgedCall, judgeCalls } from './fleet/judge-calls.js';
import { Workspace } from './fleet/workspace.js';

const START_TIMEOUT_MS = 240_000;
/** The long form is a command of its own; see the README. */
const MINUTES = Number(process.env['RANDOM_KILLS_MINUTES'] ?? 0);
const IS_LONG = MINUTES > 0;
const RUNS = Number(process.env['RANDOM_KILLS_RUNS'] ?? (IS_LONG ? 200 : 20));
const SEED = Number(process.env['RANDOM_KILLS_SEED'] ?? Date.now() % 2 ** 31);
/** A kill every so often, on average. */
const PAUSE_MS: readonly [number, number] = IS_LONG ? [2_000, 6_000] : [1_000, 2_000];
const KILLS = IS_LONG ? Number.POSITIVE_INFINITY : 6;
const STORM_MS = IS_LONG ? MINUTES * 60_000 : 60_000;
/** Leases, back-offs and reconcilers of minutes end what the last kill has left. */
const CALM_MS = IS_LONG ? 10 * 60_000 : 120_000;
const EXECUTION_MS_MAX = 1_500;
/** A strike waits for this long until a server is at work. */
const BUSY_MS_MAX = 3_000;
/** In the short form nobody waits for the leases of the dead, whose real length is minutes in all. */
const IMPATIENCE_MS = 1_000;

describe('runs under random kills', () => {
  let fleet: Fleet;
  let workspace: Workspace;

  beforeAll(async () => {
    fleet = await Fleet.start({ 'agent-orchestrator': 2, 'mcp-router': 2, policy: 2 });
    workspace = await Workspace.open(fleet);
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await workspace.close();
    await fleet.stop();
  }, START_TIMEOUT_MS);

  it(
    'all end right, and no tool is executed twice',
    async () => {
      const storm = new Storm(fleet, new SeededDice(SEED));
      const people = new People(workspace);
      const pauses = new SeededDice(SEED + 3);
      // Long enough for a router to die while its call is under way.
      workspace.notes.onExecuted = () => wait(pauses.between(0, EXECUTION_MS_MAX));
      say(`seed ${SEED}: ${RUNS} runs (RANDOM_KILLS_SEED=${SEED} strikes the same victims again)`);
      storm.begin();
      let isOver = false;
      const impatience = IS_LONG ? Promise.resolve() : beImpatient(fleet, () => isOver);
      try {
        await Promise.all([startRuns(), strikeAll(storm)]);
        await untilAllEnded();
      } finally {
        isOver = true;
        storm.end();
        await people.goHome();
        await impatience;
      }
      const runs = await workspace.allRuns();
      const calls = await judgeCalls(workspace);
      say(toReport(storm, people, runs.length, calls));
      expect(runs.length).toBeGreaterThanOrEqual(RUNS);
      expect(runs.filter(({ status }) => status !== 'finished')).toEqual([]);
      expect(calls.filter(({ fault }) => fault !== null)).toEqual([]);
      expect(executionsOf(workspace).filter(({ times }) => times > 1)).toEqual([]);
    },
    STORM_MS + CALM_MS + 120_000,
  );

  /** Over the first two thirds of the storm. One whose answer was lost may run all the same: it is judged like the others. */
  async function startRuns(): Promise<void> {
    const dice = new SeededDice(SEED + 1);
    const pauseMs = IS_LONG ? (STORM_MS * 2) / 3 / RUNS : 100;
    for (let count = 0; count < RUNS; count += 1) {
      const lines = aProposedRun(`run${count}`, dice);
      await eventually(
        // Another try is another run, with notes of its own.
        () => workspace.startRun(...lines.map((line) => line.replaceAll(`run${count}-`, `run${count}.${attempt()}-`))),
        { timeoutMs: 120_000, intervalMs: 500 },
      );
      await wait(pauseMs);
    }
  }

  let attempts = 0;
  const attempt = (): number => (attempts += 1);

  async function strikeAll(storm: Storm): Promise<void> {
    const dice = new SeededDice(SEED + 2);
    const until = performance.now() + STORM_MS;
    for (let count = 0; count < KILLS && performance.now() < until; count += 1) {
      await wait(dice.between(...PAUSE_MS));
      await untilSomethingIsSent();
      await storm.strike();
    }
  }

  /** The moment with the most to lose. When nothing moves, because everything is being started again, it strikes all the same. */
  async function untilSomethingIsSent(): Promise<void> {
    const sent = `select 1 from mcp_router.calls where state = 'dispatching' and sent_at > now() - interval '1 second'`;
    const look = async () => expect((await fleet.sql(sent)).length).toBeGreaterThan(0);
    await eventually(look, { timeoutMs: BUSY_MS_MAX, intervalMs: 20 }).catch(() => undefined);
  }

  async function untilAllEnded(): Promise<void> {
    await eventually(
      async () => {
        const open = (await workspace.allRuns()).filter(({ status }) => status === 'running' || status === 'suspended');
        if (open.length > 0) throw new Error(`${open.length} runs have not ended, as ${open[0]?.id}\n${fleet.logs()}`);
      },
      { timeoutMs: CALM_MS, intervalMs: 500 },
    );
  }
});

async function beImpatient(fleet: Fleet, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await wait(IMPATIENCE_MS);
    // The database may be the one that is dead.
    await fleet.endForgottenLeases().catch(() => undefined);
  }
}

function toReport(storm: Storm, people: People, runs: number, calls: readonly JudgedCall[]): string {
  const ends = Object.entries(Object.groupBy(calls, ({ state }) => state)).map(
    ([state, of]) => `${of?.length} ${state}`,
  );
  const kills = Object.entries(storm.kills).map(([victim, times]) => `${victim} ${times}`);
  return [
    `${runs} runs, ${calls.length} calls (${ends.join(', ')})`,
    `${people.decided} decisions, ${people.resolved} unknown outcomes resolved`,
    `killed: ${kills.join(', ')}`,
  ].join('; ');
}

function say(line: string): void {
  process.stderr.write(`random kills: ${line}\n`);
}
