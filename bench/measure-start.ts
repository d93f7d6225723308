import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { ROOT, type BenchSystem } from './bench-system.ts';

export interface StartFigures {
  /** Packages checked and everything built (from the cache), before the system itself begins; null: see below. */
  readonly bootstrapSeconds: number | null;
  /** An empty home: PostgreSQL and NATS created, schemas made, demo servers registered. */
  readonly freshSeconds: number;
  /** The same home again. */
  readonly warmSeconds: number;
}

/** Leaves the system running. */
export async function measureStart(system: BenchSystem): Promise<StartFigures> {
  const bootstrapSeconds = measureBootstrap();
  const freshSeconds = await system.start();
  await system.stop();
  const warmSeconds = await system.start();
  return { bootstrapSeconds, freshSeconds, warmSeconds };
}

/**
 * What `npm start` does first. Only where the bench itself was started through npm, which has just done the same: else this
 * could find packages to install or code to build, and measure that.
 */
function measureBootstrap(): number | null {
  if (process.env['npm_lifecycle_event'] !== 'bench') return null;
  const startedAt = performance.now();
  const done = spawnSync(process.execPath, [join(ROOT, 'tools', 'bootstrap.mjs'), 'start', '--help'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`npm start -- --help failed:\n${done.stdout}${done.stderr}`);
  return (performance.now() - startedAt) / 1_000;
}
