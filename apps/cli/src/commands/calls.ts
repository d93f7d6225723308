import { type Command, Option } from 'commander';
import { CALL_STATES, type CallView } from '@countersign/contracts';
import { contextOf, readLimit, show } from './command-context.js';
import { printCall, printCalls, type ShownCall } from './print-call.js';
import { addResolve } from './resolve-call.js';

export function addCallsCommand(program: Command): void {
  const calls = program.command('calls').description('the ledger: every call that was proposed');
  calls
    .command('list')
    .description('newest first; --state unknown for those that wait for somebody to find out')
    .addOption(new Option('--state <state>', 'only these').choices(CALL_STATES))
    .option('--limit <n>', 'at most this many', '50')
    .action(async ({ state, limit }: { state?: string; limit: string }, command: Command) => {
      const context = contextOf(command);
      const { itemsMax, size } = readLimit(limit);
      const query = new URLSearchParams({ limit: size, ...(state && { state }) }).toString();
      const items = await context.api.list<CallView>(`/calls?${query}`, itemsMax);
      show(context, items.slice(0, itemsMax), printCalls);
    });
  calls
    .command('show')
    .description('the whole story of one call: verdict, approval, every step, arguments, result, late answers')
    .argument('<id>')
    .action(async (id: string, _options: object, command: Command) => {
      const context = contextOf(command);
      show(context, await context.api.get<ShownCall>(`/calls/${encodeURIComponent(id)}`), printCall);
    });
  addResolve(calls);
}
