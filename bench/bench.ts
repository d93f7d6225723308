// `npm run bench`: what a governed call costs, and how long changes, decisions and the start take.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { BenchSystem, ROOT } from './bench-system.ts';
import { ROUTER } from './call-batch.ts';
import type { Figures, Machine } from './figures.ts';
import { measureCalls, type CallFigures } from './measure-calls.ts';
import { measureDecisions } from './measure-decision.ts';
import { measurePolicyChange } from './measure-policy-change.ts';
import { measureStart } from './measure-start.ts';
import { type Part, readOptions, USAGE, UsageError } from './options.ts';
import { canReadUsage, readRssMb } from './process-usage.ts';
import { toReport } from './report.ts';

const CONNECTIONS = [1, 16];

const startedAt = performance.now();

/** Progress goes to stderr, so that the tables alone can be kept. */
function say(line: string): void {
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  process.stderr.write(`[${seconds.padStart(5)} s] ${line}\n`);
}

function describeMachine(): Machine {
  return {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: os.cpus().length,
    memoryGb: Math.round(os.totalmem() / 1_024 ** 3),
    system: `${os.type()} ${os.release()}`,
    node: process.versions.node,
    loadBefore: os.loadavg()[0] ?? 0,
  };
}

/** The calls come last: they leave a ledger of tens of thousands of rows that the other figures should not depend on. */
async function measure(system: BenchSystem, seconds: number): Promise<Figures> {
  const machine = describeMachine();
  if (!canReadUsage()) say('this system has no /proc: CPU and memory stay empty');
  say('starting the system in an empty home, ending it, starting it again');
  const start = await measureStart(system);
  const routerIdleRssMb = readRssMb(system.pidOf(ROUTER));
  say('changing a policy until a call meets it');
  const policyChange = await measurePolicyChange(system);
  say('approving calls until the server gets them');
  const decision = await measureDecisions(system);
  const calls: CallFigures[] = [];
  for (const connections of CONNECTIONS) {
    say(`calling direct and through the router, ${connections} at a time`);
    calls.push(await measureCalls(system, connections, seconds));
  }
  const measuredAt = new Date().toISOString();
  return { measuredAt, machine, secondsPerBatch: seconds, start, routerIdleRssMb, policyChange, decision, calls };
}

/** Leaves nothing behind: neither processes nor data. */
async function measureInTemporaryHome(seconds: number): Promise<Figures> {
  const system = new BenchSystem();
  const end = async (): Promise<void> => {
    await system.stop();
    system.erase();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void end().then(() => process.exit(130)));
  }
  try {
    return await measure(system, seconds);
  } catch (error) {
    process.stderr.write(`${system.logTail()}\n`);
    throw error;
  } finally {
    say('stopping the system');
    await end();
  }
}

/** Those parts use the project's libraries from their sources, as its tests do. */
function runPart(part: Part): number {
  const hooks = join(ROOT, 'libs', 'service', 'fixtures', 'typescript-hooks.mjs');
  const args = ['--import', hooks, join(ROOT, 'bench', `${part}.ts`)];
  return spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
}

async function main(): Promise<void> {
  const { seconds, jsonFile, only, help } = readOptions(process.argv.slice(2));
  if (help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  if (only !== null) {
    process.exitCode = runPart(only);
    return;
  }
  // Printed when everything has ended: a reader that closes the pipe early must not keep it from ending.
  const figures = await measureInTemporaryHome(seconds);
  if (jsonFile !== null) writeFileSync(jsonFile, `${JSON.stringify(figures, null, 2)}\n`);
  process.stdout.write(`\n${toReport(figures)}\n`);
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`bench: ${message}${error instanceof UsageError ? `\n\n${USAGE}` : ''}\n`);
  process.exit(1);
});
