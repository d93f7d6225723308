import type { Schemas } from '@countersign/api-client';
import { RESOLUTIONS } from '@countersign/contracts';
import { Argument, type Command } from 'commander';
import { type ApiClient, WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { printLine } from '../print.js';
import { contextOf, show } from './command-context.js';
import { printCall } from './print-call.js';

type CallView = Schemas['CallView'];
type Resolution = Schemas['ResolutionBody']['outcome'];

const ONE = `${WORKSPACE}/calls/{callId}` as const;

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
      if (outcome === undefined) return show(context, await getCall(context.api, id), printCall);
      if (!note?.trim()) throw new CliError('Say what you found: --note <text>.', EXIT.usage);
      // It is a decision about a call, so it takes the token of those who decide.
      const api = context.api.asApprover();
      const params = api.at({ callId: id });
      const call = await api.answer(api.client.POST(`${ONE}/resolution`, { params, body: { outcome, note } }));
      const retry = outcome === 'retry' ? await findRetry(context.api, id) : null;
      show(context, { call, retry }, printResolved);
    });
}

export function getCall(api: ApiClient, callId: string): Promise<Schemas['CallDetailsView']> {
  return api.answer(api.client.GET(ONE, { params: api.at({ callId }) }));
}

async function findRetry(api: ApiClient, callId: string): Promise<CallView | null> {
  const { retriedAs } = (await getCall(api, callId)).story;
  return retriedAs === null ? null : getCall(api, retriedAs);
}

function printResolved({ call, retry }: Resolved): void {
  printLine(`${call.id}: ${call.state}`);
  if (retry !== null) printLine(`made again as ${retry.id}: ${retry.state}`);
}
