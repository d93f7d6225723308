import { WARM_UP } from './call-batch.ts';
import { cpuTable, hopTable, profileTable, spread } from './call-tables.ts';
import type { Distribution } from './distribution.ts';
import { type CallFigures, LOAD_CLIENTS } from './compare-hops.ts';
import type { Figures, Machine } from './figures.ts';
import type { ListFigures } from './measure-lists.ts';
import type { MemoryFigures } from './measure-memory.ts';
import type { PendingFigures } from './measure-pending.ts';
import type { ScalingFigures } from './measure-replicas.ts';
import type { StartFigures } from './measure-start.ts';
import { judge, type Judgement, REFERENCE, TARGETS } from './targets.ts';
import { toTable } from './to-table.ts';

/** Markdown, readable in a terminal too; only of what was measured. */
export function toReport(figures: Figures): string {
  const { calls = [], lists, memory, pending, replicas, start, profile } = figures;
  const upstreams = [...new Set(calls.map(({ upstream }) => upstream))];
  const judgements = judge(figures);
  const sections: (string | false)[] = [
    describeMachine(figures.machine),
    calls.length > 0 && WARMTH,
    ...calls.map((one) => section(`A call, ${one.connections} at a time: ${one.upstream}`, hopTable(one))),
    ...upstreams.flatMap((name) => cpuSections(calls.filter(({ upstream }) => upstream === name))),
    lists !== undefined && section('tools/list, all pages, ms', listTable(lists)),
    memory !== undefined && section('Memory of the router, 16 at a time', memoryTable(memory)),
    section('Changes and decisions, ms', waitTable(figures)),
    pending !== undefined && section('Calls that wait for a person', pendingTable(pending)),
    replicas !== undefined && section('Two router processes', scalingTable(replicas)),
    start !== undefined && section('Ready', startTable(start)),
    profile !== undefined &&
      section(
        `The router's thread: ${profile.upstream}, ${(profile.busyShare * 100).toFixed(0)} % busy, ${profile.usPerCall.toFixed(0)} µs per call`,
        profileTable(profile),
      ),
    judgements.length > 0 && section('Reached, and not', judgementTable(judgements)),
    describeReference(calls),
  ];
  return sections.filter((text) => text !== false && text !== '').join('\n\n');
}

function describeMachine({ cpu, cores, memoryGb, system, node, loadBefore }: Machine): string {
  return `${cores} × ${cpu}, ${memoryGb} GB, ${system}, Node ${node}; load before: ${loadBefore.toFixed(1)}`;
}

const WARMTH = `Calls are of a warm system: before they counted, every way, direct too, had ${WARM_UP.lists} lists and ${WARM_UP.calls} calls over ${WARM_UP.connections} connections (20 s of each at most).`;

/** Nothing for a table without rows. */
function section(title: string, table: string): string {
  return table === '' ? '' : `## ${title}\n\n${table}`;
}

function cpuSections(calls: readonly CallFigures[]): string[] {
  const title = `CPU ms per call, by process: ${calls[0]?.upstream}`;
  const clients = LOAD_CLIENTS.filter((client) => calls[0]?.hops.some((hop) => hop.client === client));
  return clients.map((client) => section(`${title}, ${client}`, cpuTable(calls, client)));
}

/** Whether this machine and this load are what the numbers were set for; nothing without such calls. */
function describeReference(calls: readonly CallFigures[]): string {
  const { upstream, p50MsAtOne, callsPerSecondAt16 } = REFERENCE;
  const direct = (connections: number) =>
    calls
      .find((one) => one.upstream === upstream && one.connections === connections)
      ?.hops.find(({ name, client }) => name === 'direct' && client === 'SDK client');
  const [one, many] = [direct(1), direct(16)];
  if (!one || !many) return '';
  const times = (factor: number): string => `${factor.toFixed(2)} times`;
  return [
    `Direct, with the SDK's client, this run has ${one.latencyMs.p50.toFixed(2)} ms (p50, one connection) and ${many.callsPerSecond.toFixed(0)} calls/s (16); where the numbers were set it had`,
    `${p50MsAtOne} ms and ${callsPerSecondAt16}: here ${times(one.latencyMs.p50 / p50MsAtOne)} the latency and ${times(many.callsPerSecond / callsPerSecondAt16)} the throughput. The quicker direct is, the smaller the share that the same hop keeps.`,
    'The numbers are judged by these calls because their CPU, a part of both sides, was in the ratios that they were set by. The lean client costs',
    'next to nothing, so that direct is quicker still: its figures stand beside, for comparison.',
  ].join('\n');
}

function listTable(lists: readonly ListFigures[]): string {
  const titles = [
    'servers × tools',
    'client',
    'KiB',
    'direct p50',
    'direct p99',
    'router p50',
    'router p99',
    'of direct',
  ];
  const rows = lists.map(({ name, era, kib, directMs, routerMs }) => [
    name,
    era,
    kib,
    ...(directMs === null ? ['–', '–'] : [directMs.p50.toFixed(1), directMs.p99.toFixed(1)]),
    routerMs.p50.toFixed(1),
    routerMs.p99.toFixed(1),
    directMs === null ? '–' : (routerMs.p50 / directMs.p50).toFixed(2),
  ]);
  return toTable(titles, rows);
}

function waitTable({ policyChange, decision }: Figures): string {
  const row = (what: string, { count, p50, p99, max }: Distribution): (string | number)[] => [
    what,
    count,
    ...[p50, p99, max].map((ms) => ms.toFixed(1)),
  ];
  const rows = [];
  if (policyChange) {
    rows.push(row('policy PATCH answered → enforced', policyChange.answeredToEnforced));
    rows.push(row('policy PATCH answered → client told', policyChange.answeredToTold));
    rows.push(row('policy PATCH sent → enforced', policyChange.sentToEnforced));
    rows.push(row('policy PATCH sent → answered', policyChange.sentToAnswered));
  }
  if (decision) {
    rows.push(row('approval answered → server called', decision.answeredToCalled));
    rows.push(row('approval sent → server called', decision.sentToCalled));
    rows.push(row('approval sent → answered', decision.sentToAnswered));
    rows.push(row('approval answered → client has the result', decision.answeredToResult));
  }
  return rows.length === 0 ? '' : toTable(['from → to', 'times', 'p50', 'p99', 'max'], rows);
}

function memoryTable(memory: readonly MemoryFigures[]): string {
  const titles = ['wanted calls/s', 'calls/s', 'RSS MB', 'at most', 'own MB at the end', 'mapped MB', 'CPU ms/call'];
  const rows = memory.map(({ rate, callsPerSecond, medianMb, maxMb, atEnd, cpuMsPerCall }) => [
    rate ?? 'all there can be',
    callsPerSecond.toFixed(0),
    medianMb,
    maxMb,
    atEnd.ownMb,
    atEnd.mappedMb,
    cpuMsPerCall.toFixed(2),
  ]);
  return toTable(titles, rows);
}

function pendingTable({ before, held, ticketed, failures }: PendingFigures): string {
  const names = Object.keys(before.cpuPercent);
  const titles = ['while', 'router RSS MB', ...names.map((name) => `${name} CPU %`)];
  const rows = [before, held, ticketed].map(({ what, routerRssMb, cpuPercent }) => [
    what,
    routerRssMb ?? '–',
    ...names.map((name) => (cpuPercent[name] ?? 0).toFixed(1)),
  ]);
  const [first] = failures;
  const note = first === undefined ? '' : `\n\n${failures.length} calls got no ticket. The first of them: ${first}`;
  return `${toTable(titles, rows)}${note}`;
}

function scalingTable(replicas: readonly ScalingFigures[] | null): string {
  if (replicas === null) return 'Not measured: how a router was started can be read on Linux only.';
  const titles = ['with', 'one: calls/s', 'two: calls/s', 'two of one', 'client CPU %', 'routers CPU %', 'all CPU %'];
  const rows = replicas.map(({ what, one, two, ratio, clientPercent, routersPercent, allPercent }) => [
    what,
    one.toFixed(0),
    two.toFixed(0),
    spread(ratio),
    ...[clientPercent, routersPercent, allPercent].map((percent) => percent.toFixed(0)),
  ]);
  const note =
    'CPU of one core, with two routers. Where "all" is near 100 % for every core, the machine is the limit and not the routers: ' +
    'a router needs its server, the database and a client beside it, and they share the same cores.';
  return `${toTable(titles, rows)}\n\n${note}`;
}

function startTable({ bootstrapSeconds, freshSeconds, warmSeconds }: StartFigures): string {
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
      `≤ ${TARGETS.startSecondsMax} s warm`,
    ]),
  );
}

function judgementTable(judgements: readonly Judgement[]): string {
  const rows = judgements.map(({ what, toReach, measured, isReached, isComparison = false }) => [
    what,
    toReach,
    measured,
    `${isReached ? 'reached' : 'NOT reached'}${isComparison ? ' (for comparison)' : ''}`,
  ]);
  return toTable(['number', 'to reach', 'measured', ''], rows);
}
