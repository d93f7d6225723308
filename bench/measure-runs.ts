import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { type Distribution, toDistribution } from './distribution.ts';
import { readCpuMs, readMachineCpu, readRssMb } from './process-usage.ts';
import type { RunsSystem } from './runs-system.ts';

const ORCHESTRATOR = 'agent-orchestrator';
const POSTGRES = 'postgres';
const DECISIONS = 100;
const STARTS = 400;
const CONNECTIONS = 16;
const QUIET_MS = 20_000;
/** What was started before has ended by then. */
const SETTLE_MS = 5_000;
/** The supervisor's own pause before it starts again what died. */
export const RESTART_PAUSE_MS = 500;
export const SUSPENDED = 10_000;

export interface ResumeFigures {
  readonly publishedToAsked: Distribution;
  readonly answeredToFinished: Distribution;
}

export interface StartFigures {
  readonly runs: number;
  readonly startedPerSecond: number;
  readonly suspendedPerSecond: number;
}

export interface RestFigures {
  readonly orchestratorRssMb: number | null;
  readonly orchestratorCpuPercent: number;
  readonly postgresCpuPercent: number;
  readonly killedToReadyMs: number;
  readonly othersPercent: number;
}

/** One after another, so that each meets a system at rest. */
export async function measureResume(runs: RunsSystem): Promise<ResumeFigures> {
  const asked: { name: string; approvalId: string }[] = [];
  const answeredToFinished: number[] = [];
  for (let count = 0; count < DECISIONS; count += 1) {
    const { name, run } = await runs.startRun();
    const approval = await runs.approvalOf(run);
    await runs.until(run, 'suspended');
    await runs.approve(approval);
    const answeredAt = performance.now();
    await runs.until(run, 'finished');
    answeredToFinished.push(performance.now() - answeredAt);
    asked.push({ name, approvalId: approval.id });
  }
  const published = await runs.decisionTimes();
  const publishedToAsked = asked.map(({ name, approvalId }) => {
    const [publishedAt, again] = [published.get(approvalId), runs.witness.askedAbout(name).at(-1)];
    if (publishedAt === undefined || again === undefined) throw new Error(`${name} was decided and never asked about`);
    return again - publishedAt;
  });
  return { publishedToAsked: toDistribution(publishedToAsked), answeredToFinished: toDistribution(answeredToFinished) };
}

/** Over REST, on as many connections at once; each run asks the model, and a person. */
export async function measureStarts(runs: RunsSystem): Promise<StartFigures> {
  const startedAt = performance.now();
  const waitingBefore = await countSuspended(runs);
  let left = STARTS;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while ((left -= 1) >= 0) await runs.startRun();
    }),
  );
  const startedMs = performance.now() - startedAt;
  await runs.poll('that all runs wait', async () =>
    (await countSuspended(runs)) >= waitingBefore + STARTS ? true : null,
  );
  const suspendedMs = performance.now() - startedAt;
  const perSecond = (ms: number): number => (STARTS * 1_000) / ms;
  return { runs: STARTS, startedPerSecond: perSecond(startedMs), suspendedPerSecond: perSecond(suspendedMs) };
}

/** What an orchestrator that was started anew takes while nothing happens, and how long that start takes. */
export async function measureAtRest(runs: RunsSystem): Promise<RestFigures> {
  const killedToReadyMs = await restart(runs);
  await wait(SETTLE_MS);
  const before = take(runs);
  await wait(QUIET_MS);
  const after = take(runs);
  const elapsedMs = after.atMs - before.atMs;
  const percent = (name: string): number => (100 * ((after.cpu[name] ?? 0) - (before.cpu[name] ?? 0))) / elapsedMs;
  const possibleMs = (after.machine?.possibleMs ?? 0) - (before.machine?.possibleMs ?? 0);
  const busyMs = (after.machine?.busyMs ?? 0) - (before.machine?.busyMs ?? 0);
  const oursMs = Object.keys(after.cpu).reduce((all, name) => all + (percent(name) * elapsedMs) / 100, 0);
  return {
    orchestratorRssMb: readRssMb(runs.system.pidOf(ORCHESTRATOR)),
    orchestratorCpuPercent: percent(ORCHESTRATOR),
    postgresCpuPercent: percent(POSTGRES),
    killedToReadyMs,
    othersPercent: possibleMs === 0 ? 0 : (100 * Math.max(0, busyMs - oursMs)) / possibleMs,
  };
}

/** Copies of a run that waits: to the orchestrator they are runs like any other; router and policy know of the first alone. */
export async function addSuspendedRuns(runs: RunsSystem): Promise<void> {
  const { run } = await runs.startRun();
  await runs.until(run, 'suspended');
  await runs.sql(
    `with copies as (
       insert into agent_orchestrator.runs
       select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid()))).*
       from agent_orchestrator.runs r, generate_series(1, $2::int) where r.id = $1 returning id)
     insert into agent_orchestrator.run_events
     select (jsonb_populate_record(e, jsonb_build_object('run_id', c.id))).*
     from agent_orchestrator.run_events e, copies c where e.run_id = $1`,
    [run.id, SUSPENDED],
  );
  await runs.sql('analyze agent_orchestrator.runs, agent_orchestrator.run_events');
}

async function countSuspended(runs: RunsSystem): Promise<number> {
  return runs.sql(`select 1 from agent_orchestrator.runs where status = 'suspended'`);
}

async function restart(runs: RunsSystem): Promise<number> {
  const pid = runs.system.pidOf(ORCHESTRATOR);
  const killedAt = performance.now();
  process.kill(pid, 'SIGKILL');
  await runs.poll('the next orchestrator', () => {
    return Promise.resolve(runs.system.pidOf(ORCHESTRATOR) === pid ? null : true);
  });
  await runs.poll('that it is ready', async () => ((await runs.system.isOrchestratorReady()) ? true : null));
  return performance.now() - killedAt;
}

interface Sample {
  readonly atMs: number;
  readonly cpu: Readonly<Record<string, number>>;
  readonly machine: ReturnType<typeof readMachineCpu>;
}

function take({ system }: RunsSystem): Sample {
  return { atMs: performance.now(), cpu: readCpuMs({ ...system.pids, bench: process.pid }), machine: readMachineCpu() };
}
