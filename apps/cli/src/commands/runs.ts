import { RUN_STATUSES } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import { WORKSPACE } from '../api.client.js';
import { EXIT } from '../cli.errors.js';
import { printLine } from '../print.js';
import { findAgent } from './agent.js';
import { type CommandContext, contextOf, readLimit, readTurn, show } from './command-context.js';
import { getRun, type Run, startRun } from './find-run.js';
import { printRun, printRuns } from './print-run.js';
import { watchRun } from './watch-run.js';

const ONE = `${WORKSPACE}/runs/{runId}` as const;

interface ListOptions {
  readonly status?: Run['status'];
  readonly agent?: string;
  readonly by?: string;
  readonly limit: string;
}

interface WatchOption {
  readonly watch?: boolean;
}

export function addRunsCommand(program: Command): void {
  const runs = program.command('runs').description('what agents are doing, and did');
  addReading(runs);
  addStart(runs);
  addMessage(runs);
  addFork(runs);
}

function addReading(runs: Command): void {
  runs
    .command('list')
    .description('newest first')
    .addOption(new Option('--status <status>', 'only these').choices(RUN_STATUSES))
    .option('--agent <agent>', 'only of this one: name or id')
    .option('--by <id>', 'only what this person started, or this token')
    .option('--limit <n>', 'at most this many', '50')
    .action(async ({ status, agent, by: startedBy, limit }: ListOptions, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const { itemsMax, ...size } = readLimit(limit);
      const agentId = agent && (await findAgent(api, agent)).id;
      const which = { ...(status && { status }), ...(agentId && { agentId }), ...(startedBy && { startedBy }) };
      const items = await api.first(itemsMax, (page) =>
        api.client.GET(`${WORKSPACE}/runs`, { params: { ...api.at(), query: { ...size, ...which, ...page } } }),
      );
      show(context, items, printRuns);
    });
  runs
    .command('show')
    .description('how it stands: its calls, what it waits for, what it cost, its answer')
    .argument('<run>', 'its id')
    .action(async (id: string, _options: object, command: Command) => {
      const context = contextOf(command);
      show(context, await getRun(context.api, id), printRun);
    });
  runs
    .command('watch')
    .description(
      'the conversation as it goes, until the run ends; Ctrl-C leaves the run alone. --json: an event per line',
    )
    .argument('<run>', 'its id')
    .action(async (id: string, _options: object, command: Command) => watch(contextOf(command), id));
  runs
    .command('cancel')
    .description('nothing new is sent; what waits for a person is taken back')
    .argument('<run>', 'its id')
    .action(async (id: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      show(context, await api.answer(api.client.POST(`${ONE}/cancel`, { params: api.at({ runId: id }) })), printRun);
    });
}

function addStart(runs: Command): void {
  runs
    .command('start')
    .description('start one, and print its id')
    .argument('<prompt>')
    .option('--agent <agent>', 'name or id (default: the only one; made when there is none)')
    .option('--watch', 'follow it to its end')
    .action(async (prompt: string, { agent, watch }: WatchOption & { agent?: string }, command: Command) => {
      const context = contextOf(command);
      const { id } = await findAgent(context.api, agent);
      await goOn(context, await startRun(context.api, id, prompt), watch);
    });
}

function addMessage(runs: Command): void {
  runs
    .command('message')
    .description('write to it: it answers after the turn; one that has ended is opened again')
    .argument('<run>', 'its id')
    .argument('<text>')
    .option('--watch', 'follow it to its end')
    .action(async (id: string, text: string, { watch }: WatchOption, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const params = api.at({ runId: id });
      await goOn(context, await api.answer(api.client.POST(`${ONE}/messages`, { params, body: { text } })), watch);
    });
}

function addFork(runs: Command): void {
  runs
    .command('fork')
    .description('a new run of the agent as it is now, that goes on from a point of this conversation')
    .argument('<run>', 'its id')
    .argument('<message>', 'how it goes on')
    .option('--after-turn <n>', 'up to the results of this turn; 0: the prompt alone (default: all of it)')
    .option('--watch', 'follow it to its end')
    .action(async (id: string, message: string, options: WatchOption & { afterTurn?: string }, command: Command) => {
      const context = contextOf(command);
      const { afterTurn, watch } = options;
      const body = { message, ...(afterTurn !== undefined && { afterTurn: readTurn('--after-turn', afterTurn) }) };
      const { api } = context;
      const params = api.at({ runId: id });
      await goOn(context, await api.answer(api.client.POST(`${ONE}/fork`, { params, body })), watch);
    });
}

async function goOn(context: CommandContext, run: Run, isWatched = false): Promise<void> {
  if (isWatched) return watch(context, run.id);
  show(context, run, ({ id, status }) => printLine(`run ${id} is ${status}; follow it: countersign runs watch ${id}`));
}

async function watch(context: CommandContext, runId: string): Promise<void> {
  const { status } = await watchRun(context, runId);
  if (status !== 'finished') process.exitCode = EXIT.failed;
}
