import type { Command } from 'commander';
import { EXIT } from '../cli.errors.js';
import { buildPlan } from '../declarative/build-plan.js';
import { hideQueries } from '../declarative/hide-queries.js';
import { printPlan } from '../declarative/print-plan.js';
import { WorkspaceReader } from '../declarative/read-workspace.client.js';
import { contextOf, show } from './command-context.js';
import { FILE_DEFAULT, readManifest } from './declarative-options.js';

interface DiffOptions {
  readonly file: string;
  readonly prune?: boolean;
}

export function addDiffCommand(program: Command): void {
  program
    .command('diff')
    .description('what apply would do, without doing it; ends with 7 where there is a difference')
    .option('-f, --file <file>', 'the file, or - for the standard input', FILE_DEFAULT)
    .option('--prune', 'what the file does not name is a difference too')
    .action(async ({ file, prune = false }: DiffOptions, command: Command) => {
      const context = contextOf(command);
      const manifest = await readManifest(file);
      const state = await new WorkspaceReader(context.api).read(manifest);
      const plan = hideQueries(buildPlan(state, manifest, { prune, setCredentials: false }));
      show(context, plan, printPlan);
      // What is pending is not as the file says either.
      if (plan.items.length + plan.pending.length > 0) process.exitCode = EXIT.different;
    });
}
