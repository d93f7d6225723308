// `npm run bench`: what a governed call costs, and how long changes, decisions and the start take.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { BenchSystem, ROOT } from './bench-system.ts';
import type { Figures } from './figures.ts';
import { measureSystem } from './measure-system.ts';
import { type LonePart, type Options, readOptions, USAGE, UsageError } from './options.ts';
import { toReport } from './report.ts';

const startedAt = performance.now();

/** Progress goes to stderr, so that the tables alone can be kept. */
function say(line: string): void {
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  process.stderr.write(`[${seconds.padStart(5)} s] ${line}\n`);
}

/** Leaves nothing behind: neither processes nor data. */
async function measureInTemporaryHome(options: Options): Promise<Figures> {
  const system = new BenchSystem();
  const end = async (): Promise<void> => {
    await system.stop();
    system.erase();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void end().then(() => process.exit(130)));
  }
  try {
    return await measureSystem(system, options, say);
  } catch (error) {
    process.stderr.write(`${system.logTail()}\n`);
    throw error;
  } finally {
    say('stopping the system');
    await end();
  }
}

/** Those parts use the project's libraries from their sources, as its tests do. */
function runLonePart(part: LonePart): number {
  const hooks = join(ROOT, 'libs', 'service', 'fixtures', 'typescript-hooks.mjs');
  const args = ['--import', hooks, join(ROOT, 'bench', `${part}.ts`)];
  return spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const { jsonFile, lonePart, help } = options;
  if (help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  if (lonePart !== null) {
    process.exitCode = runLonePart(lonePart);
    return;
  }
  // Printed when everything has ended: a reader that closes the pipe early must not keep it from ending.
  const figures = await measureInTemporaryHome(options);
  if (jsonFile !== null) writeFileSync(jsonFile, `${JSON.stringify(figures, null, 2)}\n`);
  process.stdout.write(`\n${toReport(figures)}\n`);
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`bench: ${message}${error instanceof UsageError ? `\n\n${USAGE}` : ''}\n`);
  process.exit(1);
});
