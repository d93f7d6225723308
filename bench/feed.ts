// What many readers of the live feed cost, and how soon they are told: `npm run bench -- --only feed`.
import { loadavg } from 'node:os';
import process from 'node:process';
import { BenchSystem } from './bench-system.ts';
import type { Distribution } from './distribution.ts';
import { FeedAudience } from './feed-audience.ts';
import { inviteReaders, PEOPLE, STREAMS } from './feed-readers.ts';
import {
  type ChangeFigures,
  measureApprovals,
  measureAtRest,
  measurePolicyChanges,
  type RestFigures,
} from './measure-feed.ts';
import { toTable } from './to-table.ts';

const MS = 1;

function say(line: string): void {
  process.stderr.write(`${line} (load ${(loadavg()[0] ?? 0).toFixed(1)})\n`);
}

function latencyRow(what: string, { count, p50, p99, max }: Distribution): (string | number)[] {
  return [what, count, p50.toFixed(MS), p99.toFixed(MS), max.toFixed(MS)];
}

function restRow(what: string, figures: RestFigures): (string | number)[] {
  const { gatewayCpuPercent, postgresCpuPercent, othersPercent } = figures;
  const percents = [gatewayCpuPercent.toFixed(1), postgresCpuPercent.toFixed(1), othersPercent.toFixed(0)];
  return [what, figures.gatewayRssMb ?? '', ...percents];
}

function policyRows(who: string, { sentToAnswered, sentToTold, answeredToTold }: ChangeFigures): (string | number)[][] {
  return [
    latencyRow(`policy PATCH sent → answered, ${who}`, sentToAnswered),
    latencyRow(`policy PATCH sent → each told, ${who}`, sentToTold.each),
    latencyRow(`policy PATCH answered → each told, ${who}`, answeredToTold.each),
  ];
}

async function measure(system: BenchSystem): Promise<void> {
  const url = `${system.dev.apiUrl}/workspaces/default/events`;
  say('one client');
  const one = await FeedAudience.open(url, [
    { headers: { authorization: `Bearer ${system.dev.adminToken}` }, streams: 1 },
  ]);
  const alone = await measurePolicyChanges(system, one);
  one.close();
  say(`inviting ${PEOPLE} people`);
  const readers = await inviteReaders(system);
  say('nobody listens');
  const before = await measureAtRest(system);
  say(`opening ${STREAMS} streams`);
  const all = await FeedAudience.open(url, readers);
  const open = await measureAtRest(system);
  say('policy changes');
  const policy = await measurePolicyChanges(system, all);
  say('approvals');
  const approvals = await measureApprovals(system, all);
  all.close();
  say('nobody listens again');
  const after = await measureAtRest(system);
  say('done');
  const latencies = [
    ...policyRows('1 client', alone),
    ...policyRows(`${all.size} clients`, policy),
    latencyRow(`policy PATCH answered → the last told, ${all.size} clients`, policy.answeredToTold.last),
    latencyRow(`call sent → each told that it waits, ${all.size} clients`, approvals.sentToTold.each),
    latencyRow(`call sent → the last told that it waits, ${all.size} clients`, approvals.sentToTold.last),
  ];
  process.stdout.write(`\n${toTable(['from → to, ms', 'times', 'p50', 'p99', 'max'], latencies)}\n\n`);
  const titles = ['at rest', 'gateway RSS MB', 'CPU %', 'PostgreSQL CPU %', 'machine used by others %'];
  const rests = [restRow('before', before), restRow(`${all.size} clients`, open), restRow('after', after)];
  process.stdout.write(`${toTable(titles, rests)}\n`);
}

async function main(): Promise<void> {
  const system = new BenchSystem();
  try {
    await system.start();
    await measure(system);
  } catch (error) {
    process.stderr.write(`${system.logTail()}\n`);
    throw error;
  } finally {
    await system.stop();
    system.erase();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
