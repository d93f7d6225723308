import { type CallFigures, type HopFigures, LOAD_CLIENTS, type LoadClient } from './compare-hops.ts';
import { type Distribution, sum } from './distribution.ts';
import type { ProfileFigures } from './profile-router.ts';
import { toTable } from './to-table.ts';

/** Below this a process had nothing to do with the calls. */
const CPU_MS_SHOWN_MIN = 0.01;

/** One table of hops for each server and number of connections. */
export function hopTable({ hops }: CallFigures): string {
  const titles = ['hop', 'calls by', 'calls', 'p50 ms', 'p99 ms', 'calls/s', 'throughput vs direct', 'added median ms'];
  const byClient = LOAD_CLIENTS.flatMap((client) => hops.filter((hop) => hop.client === client));
  return toTable([...titles, 'CPU ms/call', 'RSS MB idle → load', 'machine used by others'], byClient.map(hopRow));
}

function hopRow(hop: HopFigures): (string | number)[] {
  const {
    name,
    client,
    latencyMs,
    callsPerSecond,
    throughputRatio,
    addedMedianMs,
    hopCpuMsPerCall,
    rssMb,
    othersShare,
  } = hop;
  return [
    name,
    client,
    latencyMs.count,
    latencyMs.p50.toFixed(2),
    latencyMs.p99.toFixed(2),
    callsPerSecond.toFixed(0),
    spread(throughputRatio),
    spread(addedMedianMs),
    hopCpuMsPerCall?.toFixed(2) ?? '–',
    rssMb.load === null ? '–' : `${rssMb.idle ?? '–'} → ${rssMb.load}`,
    othersShare === null ? '–' : `${(othersShare * 100).toFixed(0)} %`,
  ];
}

/** Every process of the machine that took part, the load generator too. */
export function cpuTable(calls: readonly CallFigures[], client: LoadClient): string {
  const columns = calls.flatMap(({ connections, hops }) =>
    hops
      .filter((hop) => hop.client === client)
      .map(({ name, cpuMsPerCall }) => ({ title: `${name}, ${connections}`, cpu: cpuMsPerCall })),
  );
  const names = [...new Set(columns.flatMap(({ cpu }) => Object.keys(cpu)))];
  const shown = names.filter((name) => columns.some(({ cpu }) => (cpu[name] ?? 0) >= CPU_MS_SHOWN_MIN));
  return toTable(
    ['process', ...columns.map(({ title }) => title)],
    [
      ...shown.map((name) => [name, ...columns.map(({ cpu }) => (cpu[name] ?? 0).toFixed(2))]),
      ['all of them', ...columns.map(({ cpu }) => sum(Object.values(cpu)).toFixed(2))],
    ],
  );
}

export function profileTable({ files }: ProfileFigures): string {
  const rows = files.map(({ file, share, usPerCall }) => [file, `${(share * 100).toFixed(1)} %`, usPerCall.toFixed(0)]);
  return toTable(['self time in', 'of what the thread did', 'µs/call'], rows);
}

export function spread(distribution: Distribution | null): string {
  if (distribution === null) return '–';
  const { p50, min, max } = distribution;
  return `${p50.toFixed(2)} (${min.toFixed(2)} – ${max.toFixed(2)})`;
}
