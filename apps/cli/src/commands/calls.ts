import type { Command } from 'commander';
import { WORKSPACE } from '../api.client.js';
import { type CallFilters, toCallQuery, withCallFilters } from './call-filters.js';
import { contextOf, readLimit, show } from './command-context.js';
import { printCall, printCalls } from './print-call.js';
import { addResolve, getCall } from './resolve-call.js';

interface ListOptions extends CallFilters {
  readonly limit: string;
}

export function addCallsCommand(program: Command): void {
  const calls = program.command('calls').description('the ledger: every call that was proposed');
  withCallFilters(calls.command('list'))
    .description('newest first; --state unknown for those that wait for somebody to find out')
    .option('--limit <n>', 'at most this many', '50')
    .action(async ({ limit, ...filters }: ListOptions, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const { itemsMax, ...size } = readLimit(limit);
      const which = await toCallQuery(api, filters);
      const items = await api.first(itemsMax, (page) => {
        const query = { ...size, ...which, ...page };
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
