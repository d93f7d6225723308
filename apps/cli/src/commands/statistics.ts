import type { Schemas } from '@countersign/api-client';
import type { Command } from 'commander';
import { WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { printFields, printLine, printTable } from '../print.js';
import { contextOf, readCount, readTime, show } from './command-context.js';

interface Statistics {
  readonly from: string;
  readonly until: string;
  readonly calls: Schemas['CallStatistics'];
  readonly tools: Schemas['ToolStatistics'];
  readonly approvals: Schemas['ApprovalStatistics'];
}

interface StatisticsOptions {
  readonly from?: string;
  readonly until?: string;
  readonly step: string;
}

const DAY_MS = 86_400_000;
const HOUR_SECONDS = '3600';

export function addStatisticsCommand(program: Command): void {
  program
    .command('statistics')
    .description('calls by verdict over time, times of decisions, slow servers and much used tools')
    .option('--from <time>', 'not before (default: a day ago)')
    .option('--until <time>', 'before (default: now)')
    .option('--step <seconds>', 'of one row of calls', HOUR_SECONDS)
    .action(async (options: StatisticsOptions, command: Command) => {
      const { step, ...period } = readPeriod(options);
      const context = contextOf(command);
      const { api } = context;
      const place = `${WORKSPACE}/statistics` as const;
      const params = { ...api.at(), query: period };
      const [calls, tools, approvals] = await Promise.all([
        api.answer(api.client.GET(`${place}/calls`, { params: { ...api.at(), query: { ...period, step } } })),
        api.answer(api.client.GET(`${place}/tools`, { params })),
        api.answer(api.client.GET(`${place}/approvals`, { params })),
      ]);
      show(context, { ...period, calls, tools, approvals }, printStatistics);
    });
}

function readPeriod({ from, until, step }: StatisticsOptions): { from: string; until: string; step: number } {
  const end = until === undefined ? new Date().toISOString() : readTime('--until', until);
  const start = from === undefined ? new Date(Date.parse(end) - DAY_MS).toISOString() : readTime('--from', from);
  if (start >= end) throw new CliError('--from is not before --until.', EXIT.usage);
  return { from: start, until: end, step: readCount('--step', step) };
}

function printStatistics({ from, until, calls, tools, approvals }: Statistics): void {
  printLine(`From ${from} until ${until}\n`);
  const buckets = calls.buckets.map(({ at, calls: count, verdicts, outcomes }) =>
    [at, count, verdicts.allow, verdicts.ask, verdicts.deny, outcomes.failed, outcomes.unknown].map(String),
  );
  printTable(['At', 'Calls', 'Allowed', 'Asked', 'Denied', 'Failed', 'Unknown'], buckets, 'Nothing was called.');
  printApprovals(approvals);
  printUpstreams(tools);
}

function printApprovals({ requested, states, medianSeconds, p95Seconds, pendingNow }: Statistics['approvals']): void {
  const seconds = (value: number | null): string => (value === null ? 'nobody decided' : `${value} s`);
  printLine();
  printFields([
    ['Asked for', String(requested)],
    ['Approved', String(states.approved)],
    ['Denied', String(states.denied)],
    ['Expired', String(states.expired)],
    ['Median decision', seconds(medianSeconds)],
    ['95th percentile', seconds(p95Seconds)],
    ['Waiting now', String(pendingNow)],
  ]);
  printLine();
}

function printUpstreams({ upstreams, tools, isSampled }: Statistics['tools']): void {
  const ms = (value: number | null): string => (value === null ? '' : `${value} ms`);
  const servers = upstreams.map(({ integrationSlug, calls, failed, p50Ms, p95Ms }) => [
    integrationSlug,
    String(calls),
    String(failed),
    ms(p50Ms),
    ms(p95Ms),
  ]);
  printTable(['Server', 'Calls', 'Failed', 'Median', '95th percentile'], servers, 'No server was called.');
  const used = tools.map(({ integrationSlug, toolName, calls, failed, refused, p95Ms }) => [
    `${integrationSlug}/${toolName}`,
    String(calls),
    String(failed),
    String(refused),
    ms(p95Ms),
  ]);
  printTable(['Tool', 'Calls', 'Failed', 'Refused', '95th percentile'], used, 'No tool was called.');
  if (isSampled) printLine('Times are of the latest calls alone: there are too many for all of them.');
}
