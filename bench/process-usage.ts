import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** USER_HZ: what Linux reports these counters in, on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;

interface Stat {
  readonly parent: number;
  readonly cpuMs: number;
}

/** Only Linux tells; elsewhere the columns stay empty. */
export function canReadUsage(): boolean {
  return existsSync('/proc/self/stat');
}

/**
 * CPU time in ms since each process began, user and system, with that of its children: PostgreSQL does its work in theirs.
 *
 * @param pids name → pid
 */
export function readCpuMs(pids: Readonly<Record<string, number>>): Record<string, number> {
  if (!canReadUsage()) return {};
  const stats = readStats();
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuOfTree(stats, pid)]));
}

/** Resident memory of one process in MiB; null where nobody tells. */
export function readRssMb(pid: number): number | null {
  if (!canReadUsage()) return null;
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return kib === undefined ? null : Math.round(Number(kib) / 1_024);
}

function readStats(): Map<number, Stat> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(pids.flatMap((pid) => readStat(pid).map((stat) => [Number(pid), stat])));
}

/** Empty for a process that ended meanwhile. */
function readStat(pid: string): Stat[] {
  let line: string;
  try {
    line = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
  // The name before the last bracket may hold spaces and brackets itself. After it: state, ppid, …; proc(5) counts from 1.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const [parent, user, system] = [fields[1], fields[11], fields[12]].map(Number);
  return [{ parent: parent ?? 0, cpuMs: (((user ?? 0) + (system ?? 0)) * 1_000) / TICKS_PER_SECOND }];
}

function cpuOfTree(stats: ReadonlyMap<number, Stat>, root: number): number {
  let cpuMs = stats.get(root)?.cpuMs ?? 0;
  for (const [pid, { parent }] of stats) if (parent === root) cpuMs += cpuOfTree(stats, pid);
  return cpuMs;
}
