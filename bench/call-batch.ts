import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { sum } from './distribution.ts';
import { type Pids, readCpuMs, readMachineCpu, readRssMb } from './process-usage.ts';
import type { ToolClient } from './tool-client.ts';

/** The process that measures: it shares the machine with what it measures. */
export const BENCH = 'bench itself';
/**
 * Of each way, over sixteen connections, before anything counts: V8 compiles well only what has run some thousand times. The
 * first seconds of one connection are some hundred calls, and would measure its interpreter and its compilers, which no
 * router has left to do that serves since a minute.
 */
export const WARM_UP = { calls: 10_000, connections: 16, lists: 100 } as const;
/** Then over the connections that are measured. */
export const SETTLE_CALLS = 500;
/** For what is so slow that as many calls would take minutes. */
const WARM_UP_SECONDS_MAX = 20;

/** One tool at one endpoint, over as many connections as there are clients. */
export interface CallTarget {
  readonly clients: readonly ToolClient[];
  readonly tool: string;
  readonly args: object;
}

/** Some seconds of calls, each connection with one call at a time. */
export interface Batch {
  readonly latenciesMs: readonly number[];
  readonly callsPerSecond: number;
  readonly elapsedMs: number;
  /** By process, for the whole batch. */
  readonly cpuMs: Readonly<Record<string, number>>;
  /** By process, at the end. */
  readonly rssMb: Readonly<Record<string, number | null>>;
  /**
   * The share of the machine that went to what is not measured here; null where nobody tells. It is a difference of two
   * clocks (the machine's is sampled at every tick, those of processes are exact), so it can be a little below 0.
   */
  readonly othersShare: number | null;
}

interface CpuSnapshot {
  readonly byProcess: Readonly<Record<string, number>>;
  readonly machine: ReturnType<typeof readMachineCpu>;
}

/** Until compilers, pools and caches have what they will have: `open` opens one more connection of the same way. */
export async function warmUpWay(
  open: () => Promise<ToolClient>,
  { tool, args }: Omit<CallTarget, 'clients'>,
): Promise<void> {
  const clients = await Promise.all(Array.from({ length: WARM_UP.connections }, open));
  try {
    await repeat(clients, WARM_UP.lists, (client) => client.listTools());
    await repeat(clients, WARM_UP.calls, (client) => client.callToolWell(tool, args));
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
}

/** The same over the connections of the target itself, without lists. */
export async function warmUp({ clients, tool, args }: CallTarget, calls: number = WARM_UP.calls): Promise<void> {
  await repeat(clients, calls, (client) => client.callToolWell(tool, args));
}

async function repeat(
  clients: readonly ToolClient[],
  times: number,
  work: (client: ToolClient) => Promise<unknown>,
): Promise<void> {
  const until = performance.now() + WARM_UP_SECONDS_MAX * 1_000;
  let done = 0;
  const takePart = async (client: ToolClient): Promise<void> => {
    for (; done < times && performance.now() < until; done += 1) await work(client);
  };
  await Promise.all(clients.map(takePart));
}

/** @throws Error when any call is not answered with success: figures of failures compare nothing */
export async function runBatch(pids: Pids, target: CallTarget, seconds: number): Promise<Batch> {
  const before = readCpu(pids);
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  const latencies = await Promise.all(target.clients.map((client) => callUntil(client, target, until)));
  const elapsedMs = performance.now() - startedAt;
  const after = readCpu(pids);
  const latenciesMs = latencies.flat();
  return {
    latenciesMs,
    callsPerSecond: (latenciesMs.length * 1_000) / elapsedMs,
    elapsedMs,
    cpuMs: usedBetween(before, after),
    rssMb: Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, readRssMb(pid)])),
    othersShare: othersBetween(before, after),
  };
}

/**
 * So many calls a second over all connections together, or as many as there can be; a connection that is late makes up for
 * it, as long as the others have not.
 */
export async function callAtRate(
  { clients, tool, args }: CallTarget,
  rate: number | null,
  seconds: number,
): Promise<{ readonly calls: number; readonly elapsedMs: number }> {
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  let [calls, due] = [0, startedAt];
  const call = async (client: ToolClient): Promise<void> => {
    while (performance.now() < until) {
      if (rate !== null) {
        due += 1_000 / rate;
        await wait(Math.max(0, due - performance.now()));
      }
      await client.callToolWell(tool, args);
      calls += 1;
    }
  };
  await Promise.all(clients.map(call));
  return { calls, elapsedMs: performance.now() - startedAt };
}

async function callUntil(client: ToolClient, { tool, args }: CallTarget, until: number): Promise<number[]> {
  const latenciesMs: number[] = [];
  for (let now = performance.now(); now < until;) {
    await client.callToolWell(tool, args);
    const answeredAt = performance.now();
    latenciesMs.push(answeredAt - now);
    now = answeredAt;
  }
  return latenciesMs;
}

function readCpu(pids: Pids): CpuSnapshot {
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
  return (busyMs - sum(Object.values(usedBetween(before, after)))) / possibleMs;
}
