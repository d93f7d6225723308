import { type CallView, RESOLUTIONS } from '@countersign/contracts';
import { Argument, type Command } from 'commander';
import { CliError, EXIT } from '../cli.errors.js';
import { printLine } from '../print.js';
import { contextOf, show } from './command-context.js';
import { printCall, type ShownCall } from './print-call.js';

type Resolution = (typeof RESOLUTIONS)[number];

interface Resolved {
  readonly call: CallView;
  /** The call that was made instead. */
  readonly retry: CallView | null;
}

/** For a call that was sent, and of which nobody knows what became. */
export function addResolve(calls: Command): void {
  calls
    .command('resolve')
    .description('say what became of a call of unknown outcome; without an outcome, shows what is known of it')
    .argument('<id>')
    .addArgument(new Argument('[outcome]', 'it happened, it did not, do it again').choices(RESOLUTIONS))
    .option('--note <text>', 'what you found, or why; whoever asked for the call reads it')
    .action(async (id: string, outcome: Resolution | undefined, { note }: { note?: string }, command: Command) => {
      const context = contextOf(command);
      const path = `/calls/${encodeURIComponent(id)}`;
      if (outcome === undefined) return show(context, await context.api.get<ShownCall>(path), printCall);
      if (!note?.trim()) throw new CliError('Say what you found: --note <text>.', EXIT.usage);
      // It is a decision about a call, so it takes the token of those who decide.
      const call = await context.api.asApprover().post<CallView>(`${path}/resolution`, { outcome, note });
      const retry = outcome === 'retry' ? await findRetry(command, path) : null;
      show(context, { call, retry }, printResolved);
    });
}

async function findRetry(command: Command, path: string): Promise<CallView | null> {
  const { api } = contextOf(command);
  const { retriedAs } = (await api.get<ShownCall>(path)).story;
  return retriedAs === null ? null : api.get<ShownCall>(`/calls/${retriedAs}`);
}

function printResolved({ call, retry }: Resolved): void {
  printLine(`${call.id}: ${call.state}`);
  if (retry !== null) printLine(`made again as ${retry.id}: ${retry.state}`);
}
