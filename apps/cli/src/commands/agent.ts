import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import pc from 'picocolors';
import type { Schemas } from '@countersign/api-client';
import { type ApiClient, WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { printLine, safeLine, safeText } from '../print.js';
import { type CommandContext, contextOf, show } from './command-context.js';
import { listAgents } from './find-agent.js';
import { getRun, type Run, startRun } from './find-run.js';

type Agent = Schemas['AgentView'];

const POLL_INTERVAL_MS = 500;
const DEFAULT_AGENT = { name: 'Assistant', instructions: 'You help with the tools you are given.' };

interface RunOptions {
  readonly agent?: string;
  readonly wait: boolean;
}

export function addAgentCommand(program: Command): void {
  const agent = program.command('agent').description('agents that Countersign runs itself');
  agent
    .command('run')
    .description('start a run, follow it through approvals, print the answer')
    .argument('<prompt>')
    .option('--agent <name>', 'name or id (default: the only one; made when there is none)')
    .option('--no-wait', 'print the run and return at once')
    .action(async (prompt: string, options: RunOptions, command: Command) => {
      const context = contextOf(command);
      const { id } = await findAgent(context.api, options.agent);
      const started = await startRun(context.api, id, prompt);
      const run = options.wait ? await follow(context, started) : started;
      show(context, run, (view) => printOutcome(view, options.wait));
      if (run.status === 'failed' || run.status === 'cancelled') process.exitCode = EXIT.failed;
    });
  agent
    .command('attach')
    .description('follow a run that was started before')
    .argument('<run>', 'its id')
    .action(async (runId: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const run = await follow(context, await getRun(context.api, runId));
      show(context, run, (view) => printOutcome(view, true));
    });
}

export async function findAgent(api: ApiClient, name: string | undefined): Promise<Agent> {
  const agents = await listAgents(api);
  const found = name === undefined ? agents[0] : agents.find((agent) => agent.id === name || agent.name === name);
  if (found) return found;
  if (name !== undefined) throw new CliError(`There is no agent "${name}".`, EXIT.notFound);
  return api.answer(api.client.POST(`${WORKSPACE}/agents`, { params: api.at(), body: DEFAULT_AGENT }));
}

/** Polls until the run has ended; says each change once. */
async function follow({ api, json }: CommandContext, started: Run): Promise<Run> {
  let run = started;
  let said = '';
  for (;;) {
    const now = describe(run);
    if (!json && now !== said) printLine(pc.dim(now));
    said = now;
    if (!['running', 'suspended'].includes(run.status)) return run;
    await wait(POLL_INTERVAL_MS);
    run = await getRun(api, run.id);
  }
}

function describe(run: Run): string {
  const waiting = run.calls.filter(({ state }) => state === 'pending_approval').map(({ exposedName }) => exposedName);
  if (run.status === 'suspended' && waiting.length > 0) {
    return `run ${run.id} waits for a person: ${safeLine(waiting.join(', '))} (countersign approvals list)`;
  }
  return `run ${run.id} is ${run.status}, turn ${run.turns}`;
}

function printOutcome(run: Run, waited: boolean): void {
  if (!waited) return printLine(`run ${run.id} started; follow it: countersign agent attach ${run.id}`);
  if (run.status === 'finished') return printLine(safeText(run.answer ?? ''));
  printLine(
    `The run ${run.status === 'cancelled' ? 'was cancelled' : `failed: ${safeText(run.failure ?? 'unknown')}`}.`,
  );
}
