import { Command } from 'commander';
import { addExamples } from './command-examples.js';
import { addAgentCommand } from './commands/agent.js';
import { addAgentsCommand } from './commands/agents.js';
import { addApplyCommand } from './commands/apply.js';
import { addApprovalsCommand } from './commands/approvals.js';
import { addAuditCommand } from './commands/audit.js';
import { addCallsCommand } from './commands/calls.js';
import { addCompletionCommand } from './commands/completion.js';
import { addDiffCommand } from './commands/diff.js';
import { addEntitlementsCommand } from './commands/entitlements.js';
import { addEventsCommand } from './commands/events.js';
import { addExportCommand } from './commands/export.js';
import { addGroupsCommand } from './commands/groups.js';
import { addImportCommand } from './commands/import.js';
import { addInvitationsCommand } from './commands/invitations.js';
import { addLoginCommand } from './commands/login.js';
import { addLogoutCommand } from './commands/logout.js';
import { addMembersCommand } from './commands/members.js';
import { addRunsCommand } from './commands/runs.js';
import { addSchemaCommand } from './commands/schema.js';
import { addServersCommand } from './commands/servers.js';
import { addStatisticsCommand } from './commands/statistics.js';
import { addStatusCommand } from './commands/status.js';
import { addTokensCommand } from './commands/tokens.js';
import { addToolsCommand } from './commands/tools.js';
import { addWebhooksCommand } from './commands/webhooks.js';
import { addWhoamiCommand } from './commands/whoami.js';

const NOTES = `
Sign in with \`countersign login\`. COUNTERSIGN_URL, COUNTERSIGN_TOKEN and COUNTERSIGN_WORKSPACE win over that, and so does COUNTERSIGN_HOME,
the folder of a development installation; without any, the .countersign/dev.json of the nearest one is used.

Exit codes: 0 done, 1 failed, 2 wrong usage (also where the server does not accept what was given), 3 not found, 4 conflict (e.g. already decided),
5 not allowed, 6 Countersign does not answer,
7 there are differences (of diff alone).`;

/** Every command there is. */
export function createProgram(): Command {
  const program = new Command('countersign')
    .description('Decide, tool by tool, what AI agents may call.')
    .option('--json', 'print JSON for programs')
    .version('0.1.0')
    .addHelpText('after', NOTES)
    .showHelpAfterError('(--help shows how it is used)')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  for (const add of [
    addLoginCommand,
    addLogoutCommand,
    addWhoamiCommand,
    addStatusCommand,
    addServersCommand,
    addToolsCommand,
    addApprovalsCommand,
    addGroupsCommand,
    addMembersCommand,
    addInvitationsCommand,
    addTokensCommand,
    addWebhooksCommand,
    addCallsCommand,
    addAgentCommand,
    addAgentsCommand,
    addRunsCommand,
    addAuditCommand,
    addEventsCommand,
    addStatisticsCommand,
    addEntitlementsCommand,
    addApplyCommand,
    addDiffCommand,
    addExportCommand,
    addImportCommand,
    addSchemaCommand,
    addCompletionCommand,
  ]) {
    add(program);
  }
  addExamples(program);
  return program;
}
