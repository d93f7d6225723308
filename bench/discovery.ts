// What it costs to discover servers: `npm run bench -- --only discovery`.
import process from 'node:process';
import { type DiscoveryFigures, type DiscoveryScenario, measureDiscovery } from './measure-discovery.ts';
import { toTable } from './to-table.ts';

const SCENARIOS: readonly DiscoveryScenario[] = [
  { name: '1,000 tools on 10 pages', integrations: 1, tools: 1_000, pageSize: 100, rounds: 20 },
  { name: '10,000 tools on 100 pages (the limit)', integrations: 1, tools: 10_000, pageSize: 100, rounds: 5 },
  { name: '100 servers at once, 10 tools each', integrations: 100, tools: 10, pageSize: 100, rounds: 5 },
  { name: '100 servers at once, 100 tools each', integrations: 100, tools: 100, pageSize: 100, rounds: 5 },
];

function toRow({ name }: DiscoveryScenario, { listingKib, registerMs, verifyMs, roundMs, rssMb }: DiscoveryFigures) {
  return [
    name,
    listingKib,
    registerMs.p50.toFixed(0),
    verifyMs.p50.toFixed(0),
    verifyMs.max.toFixed(0),
    roundMs.p50.toFixed(0),
    rssMb.before ?? '–',
    rssMb.peak ?? '–',
  ];
}

async function main(): Promise<void> {
  const rows = [];
  for (const scenario of SCENARIOS) {
    process.stderr.write(`${scenario.name}\n`);
    rows.push(toRow(scenario, await measureDiscovery(scenario)));
  }
  const times = ['first time ms', 'again ms', 'again ms, slowest', 'all of them ms'];
  const titles = ['listing', 'KiB of one', ...times, 'registry RSS MB before', 'at its peak'];
  process.stdout.write(`${toTable(titles, rows)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
