import type { Schemas } from '@countersign/api-client';
import { CALL_STATES } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import { WORKSPACE } from '../api.client.js';
import { contextOf, readLimit, show } from './command-context.js';
import { printCall, printCalls } from './print-call.js';
import { addResolve, getCall } from './resolve-call.js';

interface ListOptions {
  readonly state?: Schemas['CallView']['state'];
  readonly limit: string;
}

export function addCallsCommand(program: Command): void {
  const calls = program.command('calls').description('the ledger: every call that was proposed');
  calls
    .command('list')
    .description('newest first; --state unknown for those that wait for somebody to find out')
    .addOption(new Option('--state <state>', 'only these').choices(CALL_STATES))
    .option('--limit <n>', 'at most this many', '50')
    .action(async ({ state, limit }: ListOptions, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const { itemsMax, ...size } = readLimit(limit);
      const items = await api.first(itemsMax, (page) => {
        const query = { ...size, ...(state && { state }), ...page };
        return api.client.GET(`${WORKSPACE}/calls`, { params: { ...api.at(), query } });
      });
      show(context, items, printCalls);
    });
  calls
    .command('show')
    .description('the whole story of one call: verdict, approval, every step, arguments, result, late answers')
    .argument('<id>')
    .action(async (id: string, _options: object, command: Command) => {
      const context = contextOf(command);
      show(context, await getCall(context.api, id), printCall);
    });
  addResolve(calls);
}
