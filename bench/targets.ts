import type { CallFigures, HopFigures, LoadClient } from './compare-hops.ts';
import { SDK_UPSTREAM } from './call-hops.ts';
import { spread } from './call-tables.ts';
import type { Figures } from './figures.ts';

/** The numbers to reach, each in its own unit. */
export const TARGETS = {
  /** At 16 connections, of the direct way. */
  throughputRatioMin: 0.55,
  /** At one connection. */
  addedMedianMsMax: 2,
  /** Of the router alone. */
  cpuMsPerCallMax: 0.8,
  rssMbMax: 150,
  /** 20 servers × 50 tools, p50. */
  listMsMax: 20,
  /** One server with 1,000 tools, of the direct way. */
  listRatioMax: 1.3,
  /** p99, from the answer of the change or decision. */
  enforcedMsMax: 250,
  calledMsMax: 250,
  toldMsMax: 1_000,
  /** For 1,000 calls that wait for a person. */
  pendingMbMax: 50,
  /** Of one core, beyond what an idle router takes anyway: what /proc can tell from nothing in ten seconds. */
  pendingCpuPercentMax: 1,
  /** Two processes against one. */
  scalingRatioMin: 1.6,
  startSecondsMax: 15,
} as const;

/** The numbers of the calls were set beside these, on two cores: direct, by the SDK's client, to a server on the SDK. */
export const REFERENCE = { upstream: SDK_UPSTREAM, p50MsAtOne: 1.9, callsPerSecondAt16: 1_704 } as const;
/** Whose calls the numbers were set for: its own CPU is in both sides of every ratio, so another's would be another ratio. */
const JUDGED_CLIENT: LoadClient = 'SDK client';

/** One number that was measured, beside what it should be. */
export interface Judgement {
  readonly what: string;
  readonly toReach: string;
  readonly measured: string;
  readonly isReached: boolean;
  /** Measured in another way than the number was set: stands beside it. */
  readonly isComparison?: boolean;
}

/** Only of what this run measured. */
export function judge(figures: Figures): Judgement[] {
  return [
    ...(figures.calls ?? []).flatMap(judgeCalls),
    ...judgeLists(figures),
    ...judgeWaits(figures),
    ...judgePending(figures),
    ...judgeScaling(figures),
  ];
}

function atLeast(what: string, value: number, min: number, digits = 2): Judgement {
  return { what, toReach: `≥ ${min}`, measured: value.toFixed(digits), isReached: value >= min };
}

function atMost(what: string, value: number, max: number, digits = 2): Judgement {
  return { what, toReach: `≤ ${max}`, measured: value.toFixed(digits), isReached: value <= max };
}

function judgeCalls({ upstream, connections, hops }: CallFigures): Judgement[] {
  const routers = hops.filter(({ name }) => name === 'router');
  return routers.flatMap((router) => {
    const at = (what: string): string => `${what}, ${connections} at a time by the ${router.client}, ${upstream}`;
    const judgements = connections === 1 ? judgeSingle(router, at) : judgeLoad(router, at);
    return judgements.map((one) => ({ ...one, isComparison: router.client !== JUDGED_CLIENT }));
  });
}

function judgeSingle({ addedMedianMs }: HopFigures, at: (what: string) => string): Judgement[] {
  if (addedMedianMs === null) return [];
  const judgement = atMost(at('added median ms'), addedMedianMs.p50, TARGETS.addedMedianMsMax);
  return [{ ...judgement, measured: spread(addedMedianMs) }];
}

function judgeLoad(router: HopFigures, at: (what: string) => string): Judgement[] {
  const { throughputRatio, hopCpuMsPerCall, rssMb } = router;
  return [
    ...(throughputRatio === null
      ? []
      : [
          {
            ...atLeast(at('throughput vs direct'), throughputRatio.p50, TARGETS.throughputRatioMin),
            measured: spread(throughputRatio),
          },
        ]),
    ...(hopCpuMsPerCall === null ? [] : [atMost(at('CPU ms per call'), hopCpuMsPerCall, TARGETS.cpuMsPerCallMax)]),
    ...(rssMb.load === null ? [] : [atMost(at('RSS MB under load'), rssMb.load, TARGETS.rssMbMax, 0)]),
  ];
}

function judgeLists({ lists = [] }: Figures): Judgement[] {
  return lists.map(({ name, era, routerMs, directMs }) => {
    const what = `tools/list of ${name}, ${era} client`;
    if (directMs === null) return atMost(`${what}, p50 ms`, routerMs.p50, TARGETS.listMsMax, 1);
    return atMost(`${what}, of direct`, routerMs.p50 / directMs.p50, TARGETS.listRatioMax);
  });
}

function judgeWaits({ policyChange, decision }: Figures): Judgement[] {
  return [
    ...(policyChange
      ? [
          atMost('policy change → enforced, p99 ms', policyChange.answeredToEnforced.p99, TARGETS.enforcedMsMax, 0),
          atMost('policy change → client told, p99 ms', policyChange.answeredToTold.p99, TARGETS.toldMsMax, 0),
        ]
      : []),
    ...(decision
      ? [atMost('decision → server called, p99 ms', decision.answeredToCalled.p99, TARGETS.calledMsMax, 0)]
      : []),
  ];
}

function judgePending({ pending }: Figures): Judgement[] {
  if (!pending) return [];
  const { before, failures } = pending;
  const refused = atMost('calls that could not wait for a person', failures.length, 0, 0);
  const costs = [pending.held, pending.ticketed].flatMap(({ what, routerRssMb, cpuPercent }) => {
    const addedMb = (routerRssMb ?? 0) - (before.routerRssMb ?? 0);
    const addedCpu = (cpuPercent['mcp-router'] ?? 0) - (before.cpuPercent['mcp-router'] ?? 0);
    return [
      atMost(`${what}: router MB added`, addedMb, TARGETS.pendingMbMax, 0),
      atMost(`${what}: router CPU % added`, addedCpu, TARGETS.pendingCpuPercentMax, 1),
    ];
  });
  return [refused, ...costs];
}

function judgeScaling({ replicas }: Figures): Judgement[] {
  return (replicas ?? []).map(({ what, ratio }) =>
    atLeast(`two routers against one, ${what}`, ratio.p50, TARGETS.scalingRatioMin),
  );
}
