import { runBatch, type Batch, type CallTarget, SETTLE_CALLS, warmUp, warmUpWay } from './call-batch.ts';
import { median, sum, toDistribution, type Distribution } from './distribution.ts';
import { type Pids, readRssMb } from './process-usage.ts';
import type { ToolClient } from './tool-client.ts';

/** Rounds of batches per number of connections: enough to see how much they differ. */
const ROUNDS = 4;

/** What makes the calls: the official SDK's client, or one that costs as little as a client can. */
export const LOAD_CLIENTS = ['SDK client', 'lean client'] as const;
export type LoadClient = (typeof LOAD_CLIENTS)[number];

/** One way to the same tool of the same server. */
export interface Hop {
  readonly name: string;
  readonly client: LoadClient;
  readonly tool: string;
  readonly open: () => Promise<ToolClient>;
  /** What of `pids` the hop is; null for none: the server itself. */
  readonly process: string | null;
}

/** The first hop of each client is the direct way, with which the others of that client are compared. */
export interface Comparison {
  readonly upstream: string;
  readonly args: object;
  readonly hops: readonly Hop[];
  readonly pids: Pids;
}

export interface HopFigures {
  readonly name: string;
  readonly client: LoadClient;
  readonly latencyMs: Distribution;
  readonly callsPerSecond: number;
  readonly cpuMsPerCall: Readonly<Record<string, number>>;
  readonly hopCpuMsPerCall: number | null;
  /** Of the hop, before the clients came and the most after a batch. */
  readonly rssMb: { readonly idle: number | null; readonly load: number | null };
  readonly othersShare: number | null;
  /** Of the medians and of the throughputs, round by round; null for the direct way itself. */
  readonly addedMedianMs: Distribution | null;
  readonly throughputRatio: Distribution | null;
}

export interface CallFigures {
  readonly upstream: string;
  readonly connections: number;
  readonly hops: readonly HopFigures[];
}

/** The same call on every way, in alternating batches, so that a busy minute of the machine hits all. */
export async function compareHops(comparison: Comparison, connections: number, seconds: number): Promise<CallFigures> {
  const { hops, pids, upstream } = comparison;
  const idle = hops.map(({ process }) => (process === null ? null : readRssMb(pids[process] ?? 0)));
  const targets: CallTarget[] = [];
  try {
    for (const { open, tool } of hops) await warmUpWay(open, { tool, args: comparison.args });
    for (const hop of hops) targets.push(await openTarget(hop, comparison.args, connections));
    for (const target of targets) await warmUp(target, SETTLE_CALLS);
    const rounds: Batch[][] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await runRound(pids, targets, round, seconds));
    const directOf = (client: LoadClient): number => hops.findIndex((hop) => hop.client === client);
    const figures = hops.map((hop, at) =>
      toFigures(hop, idle[at] ?? null, { rounds, at, directAt: directOf(hop.client) }),
    );
    return { upstream, connections, hops: figures };
  } finally {
    await Promise.all(targets.flatMap(({ clients }) => clients).map((client) => client.close()));
  }
}

async function openTarget({ open, tool }: Hop, args: object, connections: number): Promise<CallTarget> {
  return { clients: await Promise.all(Array.from({ length: connections }, open)), tool, args };
}

/** Every round begins with another one: what drifts over a round must not favour any. */
async function runRound(pids: Pids, targets: readonly CallTarget[], round: number, seconds: number): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (let turn = 0; turn < targets.length; turn += 1) {
    const at = (turn + round) % targets.length;
    const target = targets[at];
    if (target) batches[at] = await runBatch(pids, target, seconds);
  }
  return batches;
}

interface Rounds {
  readonly rounds: readonly (readonly Batch[])[];
  readonly at: number;
  readonly directAt: number;
}

function toFigures({ name, client, process }: Hop, idle: number | null, { rounds, at, directAt }: Rounds): HopFigures {
  const batches = rounds.flatMap((round) => round[at] ?? []);
  const latenciesMs = batches.flatMap((batch) => batch.latenciesMs);
  const perCall = (key: string): number => sum(batches.map(({ cpuMs }) => cpuMs[key] ?? 0)) / latenciesMs.length;
  const names = Object.keys(batches[0]?.cpuMs ?? {});
  const load = process === null ? [] : batches.flatMap(({ rssMb }) => rssMb[process] ?? []);
  const others = batches.flatMap(({ othersShare }) => othersShare ?? []);
  const compared = (of: (hop: Batch, direct: Batch) => number): Distribution | null =>
    at === directAt
      ? null
      : toDistribution(rounds.flatMap(({ [at]: hop, [directAt]: direct }) => (hop && direct ? of(hop, direct) : [])));
  return {
    name,
    client,
    latencyMs: toDistribution(latenciesMs),
    callsPerSecond: median(batches.map(({ callsPerSecond }) => callsPerSecond)),
    cpuMsPerCall: Object.fromEntries(names.map((key) => [key, perCall(key)])),
    hopCpuMsPerCall: process === null || !names.includes(process) ? null : perCall(process),
    rssMb: { idle, load: load.length === 0 ? null : Math.max(...load) },
    othersShare: others.length === 0 ? null : median(others),
    addedMedianMs: compared((hop, direct) => median(hop.latenciesMs) - median(direct.latenciesMs)),
    throughputRatio: compared((hop, direct) => hop.callsPerSecond / direct.callsPerSecond),
  };
}
