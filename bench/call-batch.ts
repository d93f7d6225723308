import process from 'node:process';
import type { BenchSystem } from './bench-system.ts';
import { sum } from './distribution.ts';
import type { McpClient } from './mcp-client.ts';
import { readCpuMs, readMachineCpu, readRssMb } from './process-usage.ts';

export const ROUTER = 'mcp-router';
/** The process that measures: it shares the machine with what it measures. */
export const BENCH = 'bench itself';

/** One tool at one endpoint, over as many connections as there are clients. */
export interface CallTarget {
  readonly clients: readonly McpClient[];
  readonly tool: string;
}

/** Some seconds of calls, each connection with one call at a time. */
export interface Batch {
  readonly latenciesMs: readonly number[];
  readonly callsPerSecond: number;
  /** By process, for the whole batch. */
  readonly cpuMs: Readonly<Record<string, number>>;
  readonly routerRssMb: number | null;
  /** The share of the machine that went to what is not measured here, 0 to 1; null where nobody tells. */
  readonly othersShare: number | null;
}

interface CpuSnapshot {
  readonly byProcess: Readonly<Record<string, number>>;
  readonly machine: ReturnType<typeof readMachineCpu>;
}

const ARGUMENTS = { id: 'ISSUE-1' };

/** @throws Error when any call is not answered with success: figures of failures compare nothing */
export async function runBatch(system: BenchSystem, target: CallTarget, seconds: number): Promise<Batch> {
  const before = readCpu(system);
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  const latencies = await Promise.all(target.clients.map((client) => callUntil(client, target.tool, until)));
  const elapsedMs = performance.now() - startedAt;
  const after = readCpu(system);
  const latenciesMs = latencies.flat();
  return {
    latenciesMs,
    callsPerSecond: (latenciesMs.length * 1_000) / elapsedMs,
    cpuMs: usedBetween(before, after),
    routerRssMb: readRssMb(system.pidOf(ROUTER)),
    othersShare: othersBetween(before, after),
  };
}

async function callUntil(client: McpClient, tool: string, until: number): Promise<number[]> {
  const latenciesMs: number[] = [];
  for (let now = performance.now(); now < until;) {
    await client.callToolWell(tool, ARGUMENTS);
    const answeredAt = performance.now();
    latenciesMs.push(answeredAt - now);
    now = answeredAt;
  }
  return latenciesMs;
}

function readCpu({ pids }: BenchSystem): CpuSnapshot {
  const { user, system } = process.cpuUsage();
  return { byProcess: { ...readCpuMs(pids), [BENCH]: (user + system) / 1_000 }, machine: readMachineCpu() };
}

function usedBetween(before: CpuSnapshot, after: CpuSnapshot): Record<string, number> {
  const entries = Object.entries(after.byProcess);
  return Object.fromEntries(entries.map(([name, ms]) => [name, ms - (before.byProcess[name] ?? 0)]));
}

function othersBetween(before: CpuSnapshot, after: CpuSnapshot): number | null {
  if (before.machine === null || after.machine === null) return null;
  const busyMs = after.machine.busyMs - before.machine.busyMs;
  const possibleMs = after.machine.possibleMs - before.machine.possibleMs;
  return Math.max(0, busyMs - sum(Object.values(usedBetween(before, after)))) / possibleMs;
}
