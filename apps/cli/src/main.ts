import { Command, CommanderError } from 'commander';
import { CliError, EXIT } from './cli.errors.js';
import { addAgentCommand } from './commands/agent.js';
import { addAgentsCommand } from './commands/agents.js';
import { addApplyCommand } from './commands/apply.js';
import { addApprovalsCommand } from './commands/approvals.js';
import { addAuditCommand } from './commands/audit.js';
import { addCallsCommand } from './commands/calls.js';
import { addDiffCommand } from './commands/diff.js';
import { addExportCommand } from './commands/export.js';
import { addGroupsCommand } from './commands/groups.js';
import { addImportCommand } from './commands/import.js';
import { addLoginCommand } from './commands/login.js';
import { addLogoutCommand } from './commands/logout.js';
import { addRunsCommand } from './commands/runs.js';
import { addSchemaCommand } from './commands/schema.js';
import { addServersCommand } from './commands/servers.js';
import { addToolsCommand } from './commands/tools.js';
import { addWebhooksCommand } from './commands/webhooks.js';
import { addWhoamiCommand } from './commands/whoami.js';
import { safeText } from './print.js';

const NOTES = `
Sign in with \`countersign login\`. COUNTERSIGN_URL, COUNTERSIGN_TOKEN and COUNTERSIGN_WORKSPACE win over that; without either, the
.countersign/dev.json of the nearest installation is used.

Exit codes: 0 done, 1 failed, 2 wrong usage (also where the server does not accept what was given), 3 not found, 4 conflict (e.g. already decided),
5 not allowed, 6 Countersign does not answer,
7 there are differences (of diff alone).`;

function createProgram(): Command {
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
    addServersCommand,
    addToolsCommand,
    addApprovalsCommand,
    addGroupsCommand,
    addWebhooksCommand,
    addCallsCommand,
    addAgentCommand,
    addAgentsCommand,
    addRunsCommand,
    addAuditCommand,
    addApplyCommand,
    addDiffCommand,
    addExportCommand,
    addImportCommand,
    addSchemaCommand,
  ]) {
    add(program);
  }
  return program;
}

/** Whoever read the output has enough of it (`| head`): nothing is wrong, and there is nobody left to tell. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.ok);
});

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  } else if (error instanceof CliError) {
    process.stderr.write(`countersign: ${safeText(error.message)}\n`);
    process.exitCode = error.exitCode;
  } else {
    throw error;
  }
}
