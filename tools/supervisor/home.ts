import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const RUN_FILE = 'run.json';

/** Everything that a local installation keeps: data, secrets, logs. Owner-only, because secrets are among it. */
export class Home {
  constructor(readonly path: string) {
    // Others may pass through, because PostgreSQL runs as a user of its own, and read nothing.
    mkdirSync(path, { recursive: true, mode: 0o711 });
  }

  file(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  folder(...parts: string[]): string {
    const folder = this.file(...parts);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  has(...parts: string[]): boolean {
    return existsSync(this.file(...parts));
  }

  read(...parts: string[]): string {
    return readFileSync(this.file(...parts), 'utf8');
  }

  /** Mode 0600: half of what is written here is secret. Returns the path. */
  write(content: string, ...parts: string[]): string {
    const file = this.file(...parts);
    writeFileSync(file, content, { mode: 0o600 });
    return file;
  }

  /** Everything but the record of what runs. */
  eraseData(): void {
    for (const name of readdirSync(this.path)) {
      if (name !== RUN_FILE) rmSync(this.file(name), { recursive: true, force: true });
    }
  }
}

interface RunRecord {
  readonly supervisor: number;
  /** Name → pid of every process started, so that a later start can end what a killed supervisor left behind. */
  readonly children: Record<string, number>;
}

/** A left-over gets this long to end by itself before it is killed. */
const LEFTOVER_GRACE_MS = 5_000;

/** What runs from this home. A file of pids, not a lock of the kernel: it must also tell what to clean up. */
export class RunLock {
  private readonly children: Record<string, number> = {};

  constructor(private readonly home: Home) {}

  /** Throws when another supervisor is alive; ends what a dead one left running. */
  async acquire(say: (line: string) => void): Promise<void> {
    const before = this.readRecord();
    if (before && isAlive(before.supervisor)) {
      throw new Error(
        `Countersign is already running here (process ${before.supervisor}). Stop it with Ctrl-C there, or: kill ${before.supervisor}`,
      );
    }
    if (before) {
      say('the last run did not end in order; cleaning up after it');
      await endLeftovers(Object.values(before.children));
    }
    this.save();
  }

  record(name: string, pid: number): void {
    this.children[name] = pid;
    this.save();
  }

  release(): void {
    rmSync(this.home.file(RUN_FILE), { force: true });
  }

  private save(): void {
    this.home.write(JSON.stringify({ supervisor: process.pid, children: this.children } satisfies RunRecord), RUN_FILE);
  }

  private readRecord(): RunRecord | null {
    if (!this.home.has(RUN_FILE)) return null;
    try {
      return JSON.parse(this.home.read(RUN_FILE)) as RunRecord;
    } catch {
      // Half written by a crash: it names nobody, so there is nobody to wait for.
      return null;
    }
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function endLeftovers(pids: readonly number[]): Promise<void> {
  const ours = pids.filter((pid) => isAlive(pid) && isOurs(pid));
  for (const pid of ours) signal(pid, 'SIGTERM');
  const deadline = Date.now() + LEFTOVER_GRACE_MS;
  while (ours.some(isAlive) && Date.now() < deadline) await wait(50);
  for (const pid of ours.filter(isAlive)) signal(pid, 'SIGKILL');
}

/** A pid may have been given to somebody else since; where the system tells, look at what it runs. */
function isOurs(pid: number): boolean {
  const file = `/proc/${pid}/cmdline`;
  if (!existsSync(file)) return process.platform !== 'linux';
  return /postgres|nats-server|node/.test(readFileSync(file, 'utf8'));
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
