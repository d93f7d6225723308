import type { Distribution } from './distribution.ts';
import type { Figures, Machine } from './figures.ts';
import type { CallFigures } from './measure-calls.ts';
import { REFERENCE_HOPS, TARGETS, TARGETS_NOTE } from './targets.ts';
import { toTable } from './to-table.ts';

/** Below this a process had nothing to do with the calls. */
const CPU_MS_SHOWN_MIN = 0.01;

/** Markdown, readable in a terminal too. */
export function toReport(figures: Figures): string {
  const { calls } = figures;
  return [
    describeMachine(figures.machine),
    section('A tool call that needs no approval, direct and through the router', callTable(calls)),
    section('The difference', differenceTable(figures)),
    section('CPU ms per call, by process', cpuTable(calls)),
    section('For comparison: other hops, in front of a slower server', referenceTable()),
    section('Changes and decisions, ms', waitTable(figures)),
    section('Ready', startTable(figures)),
    TARGETS_NOTE,
  ].join('\n\n');
}

export function describeMachine({ cpu, cores, memoryGb, system, node, loadBefore }: Machine): string {
  return `${cores} × ${cpu}, ${memoryGb} GB, ${system}, Node ${node}; load before: ${loadBefore.toFixed(1)}`;
}

function section(title: string, table: string): string {
  return `## ${title}\n\n${table}`;
}

function callTable(calls: readonly CallFigures[]): string {
  const rows = calls.flatMap(({ connections, direct, router }) =>
    Object.entries({ direct, router }).map(([side, { latencyMs, callsPerSecond, othersShare }]) => [
      connections,
      side,
      latencyMs.count,
      latencyMs.p50.toFixed(2),
      latencyMs.p99.toFixed(2),
      callsPerSecond.toFixed(0),
      othersShare === null ? '–' : `${(othersShare * 100).toFixed(0)} %`,
    ]),
  );
  return toTable(['connections', 'side', 'calls', 'p50 ms', 'p99 ms', 'calls/s', 'machine used by others'], rows);
}

function differenceTable({ calls, routerIdleRssMb }: Figures): string {
  const rows = calls.map(({ connections, addedMedianMs, throughputRatio, router, routerRssMb }) => [
    connections,
    spread(addedMedianMs),
    spread(throughputRatio),
    router.cpuMsPerCall['mcp-router']?.toFixed(2) ?? '–',
    `${routerIdleRssMb ?? '–'} → ${routerRssMb ?? '–'}`,
  ]);
  const { addedMedian, throughputRatio, routerCpu, routerRss } = TARGETS;
  return toTable(
    ['connections', 'added median ms', 'throughput vs direct', 'router CPU ms/call', 'router RSS MB idle → load'],
    [...rows, ['to reach', addedMedian, throughputRatio, routerCpu, routerRss]],
  );
}

function cpuTable(calls: readonly CallFigures[]): string {
  const columns = calls.flatMap(({ connections, direct, router }) => [
    { title: `direct, ${connections}`, cpu: direct.cpuMsPerCall },
    { title: `router, ${connections}`, cpu: router.cpuMsPerCall },
  ]);
  const names = Object.keys(columns[0]?.cpu ?? {});
  const shown = names.filter((name) => columns.some(({ cpu }) => (cpu[name] ?? 0) >= CPU_MS_SHOWN_MIN));
  return toTable(
    ['process', ...columns.map(({ title }) => title)],
    shown.map((name) => [name, ...columns.map(({ cpu }) => (cpu[name] ?? 0).toFixed(2))]),
  );
}

function referenceTable(): string {
  return toTable(
    ['hop', 'throughput vs direct', 'added median ms', 'CPU ms/call', 'RSS MB idle → load'],
    REFERENCE_HOPS.map(({ hop, throughputRatio, addedMedian, cpuMsPerCall, rssMb }) => [
      hop,
      throughputRatio,
      addedMedian,
      cpuMsPerCall,
      rssMb,
    ]),
  );
}

function waitTable({ policyChange, decision }: Figures): string {
  const row = (what: string, { count, p50, p99, max }: Distribution, toReach = ''): (string | number)[] => [
    what,
    count,
    p50.toFixed(1),
    p99.toFixed(1),
    max.toFixed(1),
    toReach,
  ];
  return toTable(
    ['from → to', 'times', 'p50', 'p99', 'max', 'to reach'],
    [
      row('policy PATCH answered → enforced', policyChange.answeredToEnforced, TARGETS.policyChange),
      row('policy PATCH sent → enforced', policyChange.sentToEnforced, TARGETS.policyChange),
      row('policy PATCH sent → answered', policyChange.sentToAnswered),
      row('approval answered → server called', decision.answeredToCalled),
      row('approval sent → server called', decision.sentToCalled),
      row('approval sent → answered', decision.sentToAnswered),
      row('approval answered → client has the result', decision.answeredToResult),
    ],
  );
}

function startTable({ start: { bootstrapSeconds, freshSeconds, warmSeconds } }: Figures): string {
  const bootstrap = bootstrapSeconds ?? 0;
  const rows = [
    ['empty home', freshSeconds],
    ['second start', warmSeconds],
  ] as const;
  return toTable(
    ['npm start', 'checks and cached build s', 'system s', 'together s', 'to reach'],
    rows.map(([what, seconds]) => [
      what,
      bootstrapSeconds?.toFixed(1) ?? 'not measured',
      seconds.toFixed(1),
      (bootstrap + seconds).toFixed(1),
      TARGETS.start,
    ]),
  );
}

function spread({ p50, min, max }: Distribution): string {
  return `${p50.toFixed(2)} (${min.toFixed(2)} – ${max.toFixed(2)})`;
}
