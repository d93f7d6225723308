import type { BenchSystem } from './bench-system.ts';
import { runBatch, type Batch, type CallTarget } from './call-batch.ts';
import { median, sum, toDistribution, type Distribution } from './distribution.ts';
import { McpClient } from './mcp-client.ts';

/** Pairs of batches per number of connections: enough to see how much the pairs differ. */
const ROUNDS = 4;
/** Compilers and pools get this long before anything counts. */
const WARM_UP_SECONDS = 1.5;
const DIRECT_TOOL = 'issue.get';
const ROUTED_TOOL = 'Tracker__issue_x2Eget';

/** One side of the comparison: all of its batches together. */
export interface SideFigures {
  readonly latencyMs: Distribution;
  readonly callsPerSecond: number;
  readonly cpuMsPerCall: Readonly<Record<string, number>>;
  readonly othersShare: number | null;
}

export interface CallFigures {
  readonly connections: number;
  readonly direct: SideFigures;
  readonly router: SideFigures;
  /** Of the medians and of the throughputs of each pair of batches. */
  readonly addedMedianMs: Distribution;
  readonly throughputRatio: Distribution;
  readonly routerRssMb: number | null;
}

interface Pair {
  readonly direct: Batch;
  readonly router: Batch;
}

/** The same call direct and through the router, in alternating batches, so that a busy minute of the machine hits both. */
export async function measureCalls(system: BenchSystem, connections: number, seconds: number): Promise<CallFigures> {
  const { dev, trackerUrl } = system;
  const direct = openTarget(connections, DIRECT_TOOL, () => new McpClient(trackerUrl, null));
  const router = openTarget(connections, ROUTED_TOOL, () => new McpClient(dev.mcpUrl, dev.mcpToken));
  try {
    await runBatch(system, direct, WARM_UP_SECONDS);
    await runBatch(system, router, WARM_UP_SECONDS);
    const pairs: Pair[] = [];
    for (let round = 0; round < ROUNDS; round += 1) pairs.push(await runPair(round, batchOf(direct), batchOf(router)));
    return toFigures(connections, pairs);
  } finally {
    await Promise.all([...direct.clients, ...router.clients].map((client) => client.close()));
  }

  function batchOf(target: CallTarget): () => Promise<Batch> {
    return () => runBatch(system, target, seconds);
  }
}

function openTarget(connections: number, tool: string, open: () => McpClient): CallTarget {
  return { clients: Array.from({ length: connections }, open), tool };
}

/** Every other round begins with the other side: what drifts over a round must not favour one. */
async function runPair(round: number, direct: () => Promise<Batch>, router: () => Promise<Batch>): Promise<Pair> {
  if (round % 2 === 0) return { direct: await direct(), router: await router() };
  const routerFirst = await router();
  return { direct: await direct(), router: routerFirst };
}

function toFigures(connections: number, pairs: readonly Pair[]): CallFigures {
  const added = pairs.map(({ direct, router }) => median(router.latenciesMs) - median(direct.latenciesMs));
  const ratios = pairs.map(({ direct, router }) => router.callsPerSecond / direct.callsPerSecond);
  const rss = pairs.flatMap(({ router }) => (router.routerRssMb === null ? [] : [router.routerRssMb]));
  return {
    connections,
    direct: toSide(pairs.map(({ direct }) => direct)),
    router: toSide(pairs.map(({ router }) => router)),
    addedMedianMs: toDistribution(added),
    throughputRatio: toDistribution(ratios),
    routerRssMb: rss.length === 0 ? null : Math.max(...rss),
  };
}

function toSide(batches: readonly Batch[]): SideFigures {
  const latenciesMs = batches.flatMap((batch) => batch.latenciesMs);
  const processes = Object.keys(batches[0]?.cpuMs ?? {});
  const others = batches.flatMap(({ othersShare }) => (othersShare === null ? [] : [othersShare]));
  const perCall = (name: string): number => sum(batches.map(({ cpuMs }) => cpuMs[name] ?? 0)) / latenciesMs.length;
  return {
    latencyMs: toDistribution(latenciesMs),
    callsPerSecond: median(batches.map(({ callsPerSecond }) => callsPerSecond)),
    cpuMsPerCall: Object.fromEntries(processes.map((name) => [name, perCall(name)])),
    othersShare: others.length === 0 ? null : median(others),
  };
}
