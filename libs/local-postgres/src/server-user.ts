import { execFileSync } from 'node:child_process';

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

const NAME = 'postgres';

/** PostgreSQL refuses to run as root: then it runs as a user of its own, made when it is missing. Null: as ourselves. */
export function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  return findUser() ?? createUser();
}

function findUser(): ServerUser | null {
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    // `id` fails exactly when there is no such user.
    return null;
  }
}

function createUser(): ServerUser {
  execFileSync('useradd', ['--system', '--user-group', '--no-create-home', NAME]);
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, NAME], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim());
}
