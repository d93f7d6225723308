import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { sum } from './distribution.ts';

/** USER_HZ: what Linux reports these counters in, on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Name → pid. */
export type Pids = Readonly<Record<string, number>>;

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
 * A child that is named itself counts there alone.
 */
export function readCpuMs(pids: Pids): Record<string, number> {
  if (!canReadUsage()) return {};
  const stats = readStats();
  const named = new Set(Object.values(pids));
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuOfTree(stats, named, pid)]));
}

/** The processes that this one started and that still run. */
export function findChildren(parentPid: number): number[] {
  if (!canReadUsage()) return [];
  return [...readStats()].flatMap(([pid, { parent }]) => (parent === parentPid ? [pid] : []));
}

/** What all processes of the machine together have used, and could have used, since it began; null where nobody tells. */
export function readMachineCpu(): { readonly busyMs: number; readonly possibleMs: number } | null {
  if (!canReadUsage()) return null;
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
  // cpu user nice system idle iowait irq softirq steal; what follows is counted in these already.
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number);
  const idle = (ticks[3] ?? 0) + (ticks[4] ?? 0);
  return { busyMs: toMs(sum(ticks) - idle), possibleMs: toMs(sum(ticks)) };
}

/** Resident memory of one process in MiB; null where nobody tells. */
export function readRssMb(pid: number): number | null {
  return readStatusMb(pid, 'VmRSS');
}

/** Resident memory of one process in MiB, by where it comes from. */
export interface RssParts {
  /** The heap, buffers, stacks: what nobody else has. */
  readonly ownMb: number;
  /** Pages of programs and libraries, which every process of the same program shares. */
  readonly mappedMb: number;
}

/** Zeros where nobody tells. */
export function readRssParts(pid: number): RssParts {
  return { ownMb: readStatusMb(pid, 'RssAnon') ?? 0, mappedMb: readStatusMb(pid, 'RssFile') ?? 0 };
}

/** The most it ever was, or was since the peak was forgotten. */
export function readPeakRssMb(pid: number): number | null {
  return readStatusMb(pid, 'VmHWM');
}

/** From now on the peak is a new one. See proc_pid_clear_refs(5). */
export function forgetPeakRss(pid: number): void {
  if (canReadUsage()) writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function readStatusMb(pid: number, field: 'VmRSS' | 'VmHWM' | 'RssAnon' | 'RssFile'): number | null {
  if (!canReadUsage()) return null;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const [, kib] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status) ?? [];
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
  // The name may hold spaces and brackets itself; after its last bracket come state and ppid. See proc_pid_stat(5).
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  // utime, stime, and both again of the children that have ended: without those a backend's end would give time back.
  const ticks = fields.slice(11, 15).map(Number);
  return [{ parent: Number(fields[1]), cpuMs: toMs(sum(ticks)) }];
}

function toMs(ticks: number): number {
  return (ticks * 1_000) / TICKS_PER_SECOND;
}

function cpuOfTree(stats: ReadonlyMap<number, Stat>, named: ReadonlySet<number>, root: number): number {
  let cpuMs = stats.get(root)?.cpuMs ?? 0;
  for (const [pid, { parent }] of stats) {
    if (parent === root && !named.has(pid)) cpuMs += cpuOfTree(stats, named, pid);
  }
  return cpuMs;
}
