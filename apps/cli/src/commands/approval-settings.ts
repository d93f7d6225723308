import type { Schemas } from '@countersign/api-client';
import { type Command, Option } from 'commander';
import { WORKSPACE } from '../api.client.js';
import { printLine } from '../print.js';
import { contextOf, show } from './command-context.js';

interface SettingsOptions {
  readonly selfApproval?: string;
}

/** What holds for the approvals of all tools. Changing it is a matter of policy, so not with the approver's token. */
export function addApprovalSettings(approvals: Command): void {
  approvals
    .command('settings')
    .description('what holds for all approvals of the workspace; with options, changes it')
    .addOption(
      new Option('--self-approval <on|off>', 'whether people decide what they or their agents asked for').choices([
        'on',
        'off',
      ]),
    )
    .action(async ({ selfApproval }: SettingsOptions, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const params = api.at();
      const body = { allowSelfApproval: selfApproval === 'on' };
      const settings = await api.answer(
        selfApproval === undefined ? api.client.GET(PLACE, { params }) : api.client.PATCH(PLACE, { params, body }),
      );
      show(context, settings, printSettings);
    });
}

const PLACE = `${WORKSPACE}/approval-settings` as const;

function printSettings({ allowSelfApproval }: Schemas['WorkspaceApprovalSettings']): void {
  const rule = allowSelfApproval
    ? 'on: people may decide what they or their agents asked for, unless the tool forbids it'
    : 'off: nobody decides what they or their agents asked for';
  printLine(`Self-approval: ${rule}`);
}
