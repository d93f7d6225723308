import { APPROVAL_STATES } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import { WORKSPACE } from '../api.client.js';
import { addDecisions } from './approval-decisions.js';
import { addApprovalSettings } from './approval-settings.js';
import { show } from './command-context.js';
import { approverContext, findApproval, getApproval } from './find-approval.js';
import { printApproval, printApprovals } from './print-approval.js';
import { watchApprovals } from './watch-approvals.js';

const WATCH_NOTES = `
Keys: j/k or arrows move, Enter shows all of a request, a approves (what may destroy things asks once more), d denies with a reason,
e edits the arguments in $EDITOR and shows what is different, c clears what is settled, ? helps, q quits.
It follows the live feed, and asks every two seconds where that is refused or lost. Settled requests stay, locked, with who
decided them. NO_COLOR is heeded.`;

interface ListOptions {
  readonly state: (typeof APPROVAL_STATES)[number] | 'all';
  readonly mine?: true;
}

export function addApprovalsCommand(program: Command): void {
  const approvals = program.command('approvals').description('calls that wait for a person');
  approvals
    .command('list')
    .description('newest first')
    .addOption(new Option('--state <state>', 'only these').choices([...APPROVAL_STATES, 'all']).default('pending'))
    .option('--mine', 'only what you may decide')
    .action(async ({ state, mine }: ListOptions, command: Command) => {
      const context = approverContext(command);
      const { api } = context;
      const items = await api.all((page) => {
        const query = { ...(state !== 'all' && { state }), ...(mine && { mine }), ...page };
        return api.client.GET(`${WORKSPACE}/approvals`, { params: { ...api.at(), query } });
      });
      show(context, items, printApprovals);
    });
  approvals
    .command('show')
    .description('one approval with the exact arguments, and what an approver changed')
    .argument('<id>', 'id, or its beginning while it is pending')
    .action(async (id: string, _options: object, command: Command) => {
      const context = approverContext(command);
      const approvalId = await findApproval(context.api, id);
      show(context, await getApproval(context.api, approvalId), printApproval);
    });
  addDecisions(approvals);
  addApprovalSettings(approvals);
  approvals
    .command('watch')
    .description('an inbox in the terminal, live; with --json or without a terminal, requests are printed as they come')
    .addHelpText('after', WATCH_NOTES)
    .action(async (_options: object, command: Command) => watchApprovals(approverContext(command)));
}
