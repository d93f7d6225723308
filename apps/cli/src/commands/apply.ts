import type { Command } from 'commander';
import { buildPlan } from '../declarative/build-plan.js';
import { WorkspaceReader } from '../declarative/read-workspace.client.js';
import { carryOut } from './carry-out.js';
import { contextOf } from './command-context.js';
import { FILE_DEFAULT, readManifest, secretSources } from './declarative-options.js';

interface ApplyOptions {
  readonly file: string;
  readonly prune?: boolean;
  readonly setCredentials?: boolean;
  readonly yes?: boolean;
}

const NOTES = `
Shows a plan first, and asks. What the file leaves out is left as it is; --prune removes what its sections do not name, and forgets tools
that are missing. Before each write, that part of the plan is made anew: what somebody else changed in between is not overwritten.
Run again, it goes on with what is left. The format: docs/declarative.md, and countersign schema.`;

export function addApplyCommand(program: Command): void {
  program
    .command('apply')
    .description('make the workspace as a file says')
    .option('-f, --file <file>', 'the file, or - for the standard input', FILE_DEFAULT)
    .option('--prune', 'remove what the file does not name, in the sections that it has')
    .option('--set-credentials', 'set every credential of the file again')
    .option('--yes', 'do not ask')
    .addHelpText('after', NOTES)
    .action(async ({ file, prune = false, setCredentials = false, yes = false }: ApplyOptions, command: Command) => {
      const context = contextOf(command);
      const manifest = await readManifest(file);
      const options = { prune, setCredentials };
      const plan = buildPlan(await new WorkspaceReader(context.api).read(manifest), manifest, options);
      await carryOut(context, { manifest, plan, options, secrets: secretSources(file) }, yes);
    });
}
