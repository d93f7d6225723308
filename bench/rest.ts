// What the admin API takes with a long history: `npm run bench -- --only rest`.
import { loadavg } from 'node:os';
import process from 'node:process';
import { measureRest, type RestFigures } from './measure-rest.ts';
import { RestSystem } from './rest-system.ts';
import { toTable } from './to-table.ts';

const TITLES = [
  'asked for',
  'requests',
  'rows',
  'KiB',
  'times',
  'p50',
  'p99',
  'p50 of 8',
  'p99 of 8',
  'times of 8',
  'per second, of 8',
];

const startedAt = performance.now();

function say(line: string): void {
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  process.stderr.write(`[${seconds.padStart(5)} s] ${line} (load ${(loadavg()[0] ?? 0).toFixed(1)})\n`);
}

function row({ what, requests, rows, kib, alone, together, perSecond }: RestFigures): (string | number)[] {
  const times = [alone.p50, alone.p99, together.p50, together.p99].map((ms) => ms.toFixed(1));
  return [what, requests, rows, kib.toFixed(0), alone.count, ...times, together.count, perSecond.toFixed(0)];
}

async function main(): Promise<void> {
  say('starting and filling');
  const rest = await RestSystem.start();
  try {
    const figures = await measureRest(rest, say);
    process.stdout.write(`\n${toTable(TITLES, figures.map(row))}\n`);
  } catch (error) {
    process.stderr.write(`${rest.system.logTail()}\n`);
    throw error;
  } finally {
    await rest.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
