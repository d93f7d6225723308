import { setTimeout as wait } from 'node:timers/promises';
import { sum } from './distribution.ts';
import { readCpuMs, readMachineCpu, readRssMb } from './process-usage.ts';
import type { BenchRegistry } from './watching-registry.ts';
import type { BenchServers } from './watching-servers.ts';

export interface IdleFigures {
  readonly streams: number;
  /** Of one core. */
  readonly registryCpuPercent: number;
  readonly postgresCpuPercent: number;
  readonly registryRssMb: number | null;
  readonly statementsPerMinute: number;
  readonly looksPerMinute: number;
  readonly othersPercent: number;
}

/** What follows the start and the opening of streams has ended. */
const SETTLE_MS = 15_000;

export async function measureIdle(
  registry: BenchRegistry,
  servers: BenchServers,
  seconds: number,
): Promise<IdleFigures> {
  await wait(SETTLE_MS);
  await registry.spreadLooks();
  const before = take(registry, servers);
  await wait(seconds * 1_000);
  const after = take(registry, servers);
  const elapsedMs = after.atMs - before.atMs;
  const percent = (name: string): number => (100 * ((after.cpu[name] ?? 0) - (before.cpu[name] ?? 0))) / elapsedMs;
  const perMinute = (count: number): number => (count * 60_000) / elapsedMs;
  const ours = sum(Object.keys(after.cpu).map(percent));
  return {
    streams: servers.openStreams,
    registryCpuPercent: percent('registry'),
    postgresCpuPercent: percent('postgres'),
    registryRssMb: readRssMb(registry.pid),
    statementsPerMinute: perMinute(after.statements - before.statements),
    looksPerMinute: perMinute(after.looks - before.looks),
    othersPercent: Math.max(0, machinePercent(before, after) - ours / coresOf(before, after, elapsedMs)),
  };
}

interface Sample {
  readonly atMs: number;
  readonly cpu: Readonly<Record<string, number>>;
  readonly machine: ReturnType<typeof readMachineCpu>;
  readonly statements: number;
  readonly looks: number;
}

function take(registry: BenchRegistry, servers: BenchServers): Sample {
  const pids = { registry: registry.pid, postgres: registry.postgresPid, bench: process.pid };
  return {
    atMs: performance.now(),
    cpu: readCpuMs(pids),
    machine: readMachineCpu(),
    statements: registry.statements,
    looks: servers.looks,
  };
}

function machinePercent(before: Sample, after: Sample): number {
  const possibleMs = (after.machine?.possibleMs ?? 0) - (before.machine?.possibleMs ?? 0);
  const busyMs = (after.machine?.busyMs ?? 0) - (before.machine?.busyMs ?? 0);
  return possibleMs === 0 ? 0 : (100 * busyMs) / possibleMs;
}

function coresOf(before: Sample, after: Sample, elapsedMs: number): number {
  const possibleMs = (after.machine?.possibleMs ?? 0) - (before.machine?.possibleMs ?? 0);
  return Math.max(1, Math.round(possibleMs / elapsedMs));
}
