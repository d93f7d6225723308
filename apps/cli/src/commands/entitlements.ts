import type { Command } from 'commander';
import { WORKSPACE } from '../api.client.js';
import { printFields } from '../print.js';
import { contextOf, show } from './command-context.js';

export function addEntitlementsCommand(program: Command): void {
  program
    .command('entitlements')
    .description('what this workspace is entitled to')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const entitlements = await api.answer(api.client.GET(`${WORKSPACE}/entitlements`, { params: api.at() }));
      show(context, entitlements, ({ agent_approvals: hasApprovals }) => {
        printFields([['Approvals of agents', hasApprovals ? 'yes' : 'no: what would ask is refused']]);
      });
    });
}
