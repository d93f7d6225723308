import { setTimeout as wait } from 'node:timers/promises';
import type { BenchSystem } from './bench-system.ts';
import { callAtRate, warmUp, type CallTarget } from './call-batch.ts';
import { ROUTER } from './call-hops.ts';
import type { Comparison } from './compare-hops.ts';
import { readCpuMs, readRssParts, type RssParts } from './process-usage.ts';

const CONNECTIONS = 16;
/** Rates that a busy machine reaches too, so that runs can be compared; then as many as there can be. */
const RATES = [400, 800, null] as const;
/** The old generation is collected several times. */
const SECONDS = 20;
const SAMPLE_MS = 1_000;
/** What the start left behind is collected. */
const SETTLE_MS = 5_000;

/** Of one router process, sampled once a second; null for the rate where nothing held the calls back. */
export interface MemoryFigures {
  readonly rate: number | null;
  readonly callsPerSecond: number;
  readonly cpuMsPerCall: number;
  readonly medianMb: number;
  readonly maxMb: number;
  /** What is the process's own, and what is mapped from files, most of it Node's program. */
  readonly atEnd: RssParts;
}

/** What the router holds at fixed rates of calls: at full rate it depends on how fast the machine is at the moment. */
export async function measureMemory(system: BenchSystem, { hops, args }: Comparison): Promise<MemoryFigures[]> {
  const hop = hops.find(({ process, client }) => process === ROUTER && client === 'lean client');
  if (!hop) throw new Error('there is no way through the router');
  const pid = system.pidOf(ROUTER);
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, hop.open));
  const target: CallTarget = { clients, tool: hop.tool, args };
  try {
    await warmUp(target);
    await wait(SETTLE_MS);
    const figures: MemoryFigures[] = [];
    for (const rate of RATES) figures.push(await measureRate(pid, target, rate));
    return figures;
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
}

async function measureRate(pid: number, target: CallTarget, rate: number | null): Promise<MemoryFigures> {
  const samples: RssParts[] = [];
  const sampling = setInterval(() => samples.push(readRssParts(pid)), SAMPLE_MS);
  const before = cpuMsOf(pid);
  try {
    const { calls, elapsedMs } = await callAtRate(target, rate, SECONDS);
    const totals = samples.map(({ ownMb, mappedMb }) => ownMb + mappedMb).sort((a, b) => a - b);
    return {
      rate,
      callsPerSecond: (calls * 1_000) / elapsedMs,
      cpuMsPerCall: (cpuMsOf(pid) - before) / calls,
      medianMb: totals[Math.floor(totals.length / 2)] ?? 0,
      maxMb: totals.at(-1) ?? 0,
      atEnd: readRssParts(pid),
    };
  } finally {
    clearInterval(sampling);
  }
}

function cpuMsOf(pid: number): number {
  return readCpuMs({ [ROUTER]: pid })[ROUTER] ?? 0;
}
