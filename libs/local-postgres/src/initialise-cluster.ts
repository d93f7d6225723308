import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { binFolder } from './binaries.js';
import { serverUser, type ServerUser } from './server-user.js';

export interface Cluster {
  readonly dataDir: string;
  /** Of the superuser `postgres`. */
  readonly password: string;
  /** Further arguments of `initdb`, e.g. `--no-sync`. */
  readonly flags?: readonly string[];
}

/** `initdb`, unless the folder already holds a cluster. Takes about 2 s. Throws with what `initdb` said. */
export async function initialiseCluster({ dataDir, password, flags = [] }: Cluster): Promise<void> {
  if (existsSync(path.join(dataDir, 'PG_VERSION'))) return;
  const user = serverUser();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (user) chownSync(dataDir, user.uid, user.gid);
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-initdb-'));
  try {
    const passwordFile = writePassword(folder, password, user);
    await promisify(execFile)(
      path.join(binFolder(), 'initdb'),
      [
        `--pgdata=${dataDir}`,
        '--auth=scram-sha-256',
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
        ...flags,
      ],
      { ...user, cwd: '/' },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writePassword(folder: string, password: string, user: ServerUser | null): string {
  const file = path.join(folder, 'password');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  if (user) {
    chownSync(folder, user.uid, user.gid);
    chownSync(file, user.uid, user.gid);
  }
  return file;
}
