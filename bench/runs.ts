// What hosted runs cost: `npm run bench -- --only runs`.
import { loadavg } from 'node:os';
import process from 'node:process';
import type { Distribution } from './distribution.ts';
import {
  addSuspendedRuns,
  measureAtRest,
  measureResume,
  measureStarts,
  type RestFigures,
  RESTART_PAUSE_MS,
  type ResumeFigures,
  SUSPENDED,
} from './measure-runs.ts';
import { RunsSystem } from './runs-system.ts';
import { toTable } from './to-table.ts';

const MS = 1;

function say(line: string): void {
  process.stderr.write(`${line} (load ${(loadavg()[0] ?? 0).toFixed(1)})\n`);
}

function latencyRow(what: string, { count, p50, p99, max }: Distribution): (string | number)[] {
  return [what, count, p50.toFixed(MS), p99.toFixed(MS), max.toFixed(MS)];
}

function latencyRows(where: string, { publishedToAsked, answeredToFinished }: ResumeFigures): (string | number)[][] {
  return [
    latencyRow(`decision published → model asked again, ${where}`, publishedToAsked),
    latencyRow(`approval answered → run finished, ${where}`, answeredToFinished),
  ];
}

function restRow(what: string, figures: RestFigures): (string | number)[] {
  return [
    what,
    figures.orchestratorRssMb ?? '',
    figures.orchestratorCpuPercent.toFixed(1),
    figures.postgresCpuPercent.toFixed(1),
    ((figures.killedToReadyMs - RESTART_PAUSE_MS) / 1_000).toFixed(1),
    figures.othersPercent.toFixed(0),
  ];
}

async function measure(runs: RunsSystem): Promise<void> {
  say('decisions, one after another');
  const resume = await measureResume(runs);
  say('starts');
  const starts = await measureStarts(runs);
  say('an orchestrator at rest');
  const few = await measureAtRest(runs);
  say(`adding ${SUSPENDED} runs that wait`);
  await addSuspendedRuns(runs);
  const many = await measureAtRest(runs);
  say('decisions again');
  const among = await measureResume(runs);
  say('done');
  const latencies = [...latencyRows('alone', resume), ...latencyRows(`among ${SUSPENDED} that wait`, among)];
  process.stdout.write(`\n${toTable(['from → to, ms', 'times', 'p50', 'p99', 'max'], latencies)}\n\n`);
  const rates = [starts.runs, starts.startedPerSecond.toFixed(1), starts.suspendedPerSecond.toFixed(1)];
  process.stdout.write(`${toTable(['runs', 'started per second', 'waiting for a person per second'], [rates])}\n\n`);
  const titles = [
    'runs that wait',
    'orchestrator RSS MB',
    'CPU %',
    'PostgreSQL CPU %',
    'start s',
    'machine used by others %',
  ];
  process.stdout.write(
    `${toTable(titles, [restRow(String(starts.runs), few), restRow(String(starts.runs + SUSPENDED), many)])}\n`,
  );
}

async function main(): Promise<void> {
  const runs = await RunsSystem.start();
  try {
    await measure(runs);
  } catch (error) {
    process.stderr.write(`${runs.system.logTail()}\n`);
    throw error;
  } finally {
    await runs.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
