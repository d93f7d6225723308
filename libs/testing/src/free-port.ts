/* Jest's global set-up loads this file with Node's own type stripping, so it imports no sibling. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Above the project's own ports; the ephemeral range of Linux, from which any connection may take one, starts at 32768. */
const FIRST_PORT = 12_000;
const PORTS_PER_WORKER = 500;
const WORKERS = 40;
/** One file per port, which holds the id of the process that has it. */
const CLAIMS = path.join(tmpdir(), 'countersign-test-ports');

/** Each process walks through its part from another place, so that two test runs at a time rarely meet. */
let next = (process.pid * 7) % PORTS_PER_WORKER;

/**
 * A port on which nothing listens, and which no other process is given while this one lives: a server may take seconds
 * to listen on it. Parallel Jest workers look in different ranges.
 */
export async function freePort(): Promise<number> {
  await mkdir(CLAIMS, { recursive: true, mode: 0o777 });
  const worker = Number(process.env['JEST_WORKER_ID'] ?? '0') % WORKERS;
  for (let tried = 0; tried < PORTS_PER_WORKER; tried += 1) {
    const port = FIRST_PORT + worker * PORTS_PER_WORKER + next;
    next = (next + 1) % PORTS_PER_WORKER;
    if ((await claim(port)) && (await isFree(port))) return port;
  }
  throw new Error('no free port in the range of this worker');
}

async function claim(port: number): Promise<boolean> {
  const file = path.join(CLAIMS, String(port));
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
  const owner = Number(await readFile(file, 'utf8'));
  if (owner === process.pid) return true;
  // An empty file is being written by its owner this very moment.
  if (owner === 0 || isAlive(owner)) return false;
  await writeFile(file, String(process.pid));
  return true;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '0.0.0.0', () => server.close(() => resolve(true)));
  });
}

/** Not by `instanceof`: inside Jest an error of Node's own modules is an Error of another realm. */
function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
