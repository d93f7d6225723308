import process from 'node:process';
import type { BenchSystem } from './bench-system.ts';
import type { McpClient } from './mcp-client.ts';
import { readCpuMs, readRssMb } from './process-usage.ts';

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
}

const ARGUMENTS = { id: 'ISSUE-1' };

/** @throws Error when any call is not answered with success: figures of failures compare nothing */
export async function runBatch(system: BenchSystem, target: CallTarget, seconds: number): Promise<Batch> {
  const cpuBefore = cpuOf(system);
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  const latencies = await Promise.all(target.clients.map((client) => callUntil(client, target.tool, until)));
  const elapsedMs = performance.now() - startedAt;
  const cpuAfter = cpuOf(system);
  const latenciesMs = latencies.flat();
  return {
    latenciesMs,
    callsPerSecond: (latenciesMs.length * 1_000) / elapsedMs,
    cpuMs: Object.fromEntries(Object.entries(cpuAfter).map(([name, ms]) => [name, ms - (cpuBefore[name] ?? 0)])),
    routerRssMb: readRssMb(system.pidOf(ROUTER)),
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

function cpuOf({ pids }: BenchSystem): Record<string, number> {
  const { user, system } = process.cpuUsage();
  return { ...readCpuMs(pids), [BENCH]: (user + system) / 1_000 };
}
