import type { Schemas, StreamMessage } from '@countersign/api-client';
import type { Command } from 'commander';
import pc from 'picocolors';
import { WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { printJsonLine, printLine, printNote, safeLine } from '../print.js';
import { type CommandContext, contextOf } from './command-context.js';

type FeedEvent = Schemas['FeedEvent'];
type Told = Partial<Omit<FeedEvent, 'kind'>> & { readonly kind: FeedEvent['kind'] | 'resync' };

interface EventsOptions {
  readonly kind?: readonly string[];
  readonly after?: string;
}

const MS_PER_SECOND = 1_000;
const IDS = ['approvalId', 'callId', 'integrationId', 'runId', 'agentId'] as const;

const NOTES = `
With --json, each event is one line, and "id" beside it is what --after goes on from. "resync" says that something was missed: read
everything anew. "calls.changed" comes at most once a second, for any number of calls.`;

export function addEventsCommand(program: Command): void {
  program
    .command('events')
    .description('what happens in the workspace as it happens, until Ctrl-C')
    .option('--kind <kinds...>', 'only these, or all of one sort: approval.requested, run')
    .option('--after <id>', 'go on after this one')
    .addHelpText('after', NOTES)
    .action(async ({ kind, after }: EventsOptions, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const messages = api.events((stream) => api.client.GET(`${WORKSPACE}/events`, { params: api.at(), ...stream }), {
        onLost,
        ...(after !== undefined && { lastEventId: after }),
      });
      for await (const message of messages) tell(context, message, kind);
    });
}

function onLost(waitMs: number): void {
  printNote(`The connection is lost; trying again in ${Math.ceil(waitMs / MS_PER_SECOND)} s.`);
}

function tell(
  { json }: CommandContext,
  { id, event, data }: StreamMessage,
  kinds: readonly string[] | undefined,
): void {
  const told = JSON.parse(data) as Told & { readonly code?: string };
  if (event === 'end') throw new CliError(`The feed ended: ${safeLine(told.code ?? 'for no reason')}.`, EXIT.refused);
  if (event !== 'message' || !isWanted(told.kind, kinds)) return;
  if (json) printJsonLine({ id, ...told });
  else printLine(describe(told));
}

/** That something was missed is for everybody. */
function isWanted(kind: Told['kind'], kinds: readonly string[] | undefined): boolean {
  if (kinds === undefined || kind === 'resync') return true;
  return kinds.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
}

function describe(told: Told): string {
  if (told.kind === 'resync') return pc.yellow('Something was missed: read everything anew.');
  const ids = IDS.flatMap((name) => (told[name] === undefined ? [] : [`${name.slice(0, -'Id'.length)} ${told[name]}`]));
  const parts = [told.kind, told.state ?? '', ...ids].filter(Boolean).map(safeLine);
  return [pc.dim(safeLine(told.at ?? '')), ...parts].join('  ');
}
