import type { Command } from 'commander';
import { printLine } from '../print.js';
import { agree } from './agree.js';
import { contextOf, show } from './command-context.js';
import { findServer } from './find-server.js';
import { typedContextOf } from './typed-context.js';

export function addDeauthorize(servers: Command): void {
  servers
    .command('deauthorize')
    .description('give back the access to a server that a person granted, and forget it')
    .argument('<server>', 'slug or id')
    .option('--yes', 'do not ask')
    .action(async (name: string, { yes }: { yes?: boolean }, command: Command) => {
      const { id, slug } = await findServer(contextOf(command).api, name);
      const context = typedContextOf(command);
      const { client, path } = context.api;
      await agree(`End the access to ${slug}? Its tools cannot be called until a person grants it again.`, yes);
      const place = '/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/oauth';
      await context.api.answer(client.DELETE(place, { params: { path: { ...path, integrationId: id } } }));
      show(context, { deauthorized: id }, () => printLine(`The access to ${slug} is ended.`));
    });
}
