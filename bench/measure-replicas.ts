import type { BenchProcess } from './bench-process.ts';
import type { BenchSystem } from './bench-system.ts';
import { BENCH, type Batch, type CallTarget, runBatch, warmUp } from './call-batch.ts';
import { ROUTER, trackerCalls } from './call-hops.ts';
import { CpuQuota } from './cpu-quota.ts';
import { type Distribution, median, sum, toDistribution } from './distribution.ts';
import { McpClient } from './mcp-client.ts';
import { canReadUsage } from './process-usage.ts';
import { startTwin } from './router-twin.ts';

const TWIN = 'second router';
const CONNECTIONS = 16;
const ROUNDS = 4;
/** Of one core, for each router: so little that everything else has room on two cores when both are at their limit. */
export const QUOTA_SHARE = 0.2;

export interface ScalingFigures {
  readonly what: string;
  readonly one: number;
  readonly two: number;
  readonly ratio: Distribution;
  /** Of one core, with two routers: what says whether the client, or the machine, was the limit. */
  readonly clientPercent: number;
  readonly routersPercent: number;
  readonly allPercent: number;
}

/** One router, then two that share the same connections; null where a second one cannot be started. */
export async function measureReplicas(system: BenchSystem, seconds: number): Promise<ScalingFigures[] | null> {
  if (!canReadUsage()) return null;
  const twin = await startTwin(system.pidOf(ROUTER));
  const clients = [system.dev.mcpUrl, twin.url].map((url) =>
    Array.from({ length: CONNECTIONS }, () => new McpClient(url, system.dev.mcpToken)),
  );
  const bench = new ReplicaBench(system, twin, clients);
  try {
    const free = await bench.measure('all the CPU that the machine has', seconds);
    const limited = await bench.measureLimited(seconds);
    return limited === null ? [free] : [free, limited];
  } finally {
    await Promise.all(clients.flat().map((client) => client.close()));
    await twin.stop();
  }
}

class ReplicaBench {
  constructor(
    private readonly system: BenchSystem,
    private readonly twin: BenchProcess,
    private readonly clients: readonly McpClient[][],
  ) {}

  async measureLimited(seconds: number): Promise<ScalingFigures | null> {
    const quotas: CpuQuota[] = [];
    try {
      for (const pid of [this.system.pidOf(ROUTER), this.twin.pid]) {
        const quota = CpuQuota.limit(pid, QUOTA_SHARE);
        if (quota === null) return null;
        quotas.push(quota);
      }
      return await this.measure(`each router at most ${QUOTA_SHARE * 100} % of a core`, seconds);
    } finally {
      for (const quota of quotas) quota.lift();
    }
  }

  async measure(what: string, seconds: number): Promise<ScalingFigures> {
    await warmUp(this.target(this.clients.flat()));
    const pairs: { one: Batch; two: Batch }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      // As many connections either way; one router has all of them.
      const one = await this.run([...(this.clients[0] ?? [])], seconds);
      const two = await this.run(
        this.clients.flatMap((some) => some.slice(0, CONNECTIONS / 2)),
        seconds,
      );
      pairs.push({ one, two });
    }
    const both = pairs.map(({ two }) => two);
    return {
      what,
      one: median(pairs.map(({ one }) => one.callsPerSecond)),
      two: median(both.map(({ callsPerSecond }) => callsPerSecond)),
      ratio: toDistribution(pairs.map(({ one, two }) => two.callsPerSecond / one.callsPerSecond)),
      clientPercent: percentOf(both, [BENCH]),
      routersPercent: percentOf(both, [ROUTER, TWIN]),
      allPercent: percentOf(both, Object.keys(both[0]?.cpuMs ?? {})),
    };
  }

  private run(clients: readonly McpClient[], seconds: number): Promise<Batch> {
    return runBatch({ ...this.system.pids, [TWIN]: this.twin.pid }, this.target(clients), seconds);
  }

  private target(clients: readonly McpClient[]): CallTarget {
    const { args, hops } = trackerCalls(this.system);
    return { clients, tool: hops[1]?.tool ?? '', args };
  }
}

function percentOf(batches: readonly Batch[], names: readonly string[]): number {
  const usedMs = sum(batches.flatMap(({ cpuMs }) => names.map((name) => cpuMs[name] ?? 0)));
  return (100 * usedMs) / sum(batches.map(({ elapsedMs }) => elapsedMs));
}
