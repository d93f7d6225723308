import type { Command } from 'commander';
import { WORKSPACE } from '../api.client.js';
import { printLine } from '../print.js';
import { agree } from './agree.js';
import { contextOf, show } from './command-context.js';
import { findServer } from './find-server.js';

export function addDeauthorize(servers: Command): void {
  servers
    .command('deauthorize')
    .description('give back the access to a server that a person granted, and forget it')
    .argument('<server>', 'slug or id')
    .option('--yes', 'do not ask')
    .action(async (name: string, { yes }: { yes?: boolean }, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const { id, slug } = await findServer(api, name);
      await agree(`End the access to ${slug}? Its tools cannot be called until a person grants it again.`, yes);
      const place = `${WORKSPACE}/mcp-integrations/{integrationId}/oauth` as const;
      await api.answer(api.client.DELETE(place, { params: api.at({ integrationId: id }) }));
      show(context, { deauthorized: id }, () => printLine(`The access to ${slug} is ended.`));
    });
}
