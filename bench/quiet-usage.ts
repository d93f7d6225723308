import { setTimeout as wait } from 'node:timers/promises';
import { sum } from './distribution.ts';
import { type Pids, readCpuMs, readMachineCpu } from './process-usage.ts';

export interface QuietUsage {
  /** Of one core, by process. */
  readonly cpuPercent: Readonly<Record<string, number>>;
  /** Of the whole machine, by what is none of those. */
  readonly othersPercent: number;
}

/** What processes take while nothing is asked of them. */
export async function measureQuiet(pids: Pids, quietMs: number): Promise<QuietUsage> {
  const before = take(pids);
  await wait(quietMs);
  const after = take(pids);
  const used = (name: string): number => (after.cpu[name] ?? 0) - (before.cpu[name] ?? 0);
  const elapsedMs = after.atMs - before.atMs;
  const possibleMs = (after.machine?.possibleMs ?? 0) - (before.machine?.possibleMs ?? 0);
  const busyMs = (after.machine?.busyMs ?? 0) - (before.machine?.busyMs ?? 0);
  const names = Object.keys(pids);
  return {
    cpuPercent: Object.fromEntries(names.map((name) => [name, (100 * used(name)) / elapsedMs])),
    othersPercent: possibleMs === 0 ? 0 : (100 * Math.max(0, busyMs - sum(names.map(used)))) / possibleMs,
  };
}

interface Sample {
  readonly atMs: number;
  readonly cpu: Readonly<Record<string, number>>;
  readonly machine: ReturnType<typeof readMachineCpu>;
}

function take(pids: Pids): Sample {
  return { atMs: performance.now(), cpu: readCpuMs(pids), machine: readMachineCpu() };
}
