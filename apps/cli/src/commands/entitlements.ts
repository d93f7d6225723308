import type { Command } from 'commander';
import { printFields } from '../print.js';
import { show } from './command-context.js';
import { typedContextOf } from './typed-context.js';

export function addEntitlementsCommand(program: Command): void {
  program
    .command('entitlements')
    .description('what this workspace is entitled to')
    .action(async (_options: object, command: Command) => {
      const context = typedContextOf(command);
      const { client, path } = context.api;
      const entitlements = await context.api.answer(
        client.GET('/api/v1/workspaces/{workspaceId}/entitlements', { params: { path } }),
      );
      show(context, entitlements, ({ agent_approvals: hasApprovals }) => {
        printFields([['Approvals of agents', hasApprovals ? 'yes' : 'no: what would ask is refused']]);
      });
    });
}
