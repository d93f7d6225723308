import type { Command } from 'commander';
import { contextOf, show } from './command-context.js';
import { findServer } from './find-server.js';
import { listTools, printTools } from './tool-list.js';
import { addToolReview } from './tool-review.js';
import { addToolSettings } from './tool-settings.js';

export function addToolsCommand(program: Command): void {
  const tools = program.command('tools').description('what servers offer, and what was decided about it');
  tools
    .command('list')
    .description('the tools of a server with their policy')
    .argument('<server>', 'slug or id')
    .action(async (name: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const items = await listTools(context.api, (await findServer(context.api, name)).id);
      show(context, items, printTools);
    });
  addToolSettings(tools);
  addToolReview(tools);
}
