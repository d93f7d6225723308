import type { Schemas } from '@countersign/api-client';
import type { Command } from 'commander';
import { EXIT } from '../cli.errors.js';
import { printFields } from '../print.js';
import { type ApiClient, WORKSPACE } from '../api.client.js';
import { contextOf, show } from './command-context.js';

/** What answers 503 says so in the same words, as no problem. */
const NOT_READY = 503;

interface Status {
  readonly url: string;
  readonly isReady: boolean;
  /** Null where nobody can be asked. */
  readonly workspace: Schemas['WorkspaceView'] | null;
}

export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .description('whether Countersign works, and where MCP clients find this workspace; ends with 1 where it does not')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const isReady = await readReady(api);
      const workspace = isReady ? await api.answer(api.client.GET(WORKSPACE, { params: api.at() })) : null;
      show(context, { url: context.settings.url, isReady, workspace }, printStatus);
      if (!isReady) process.exitCode = EXIT.failed;
    });
}

async function readReady(api: ApiClient): Promise<boolean> {
  return api.answer(
    api.client.GET('/health/ready').then(({ response }) => {
      const isKnown = response.ok || response.status === NOT_READY;
      return { data: response.ok, response: isKnown ? Response.json(null) : response };
    }),
  );
}

function printStatus({ url, isReady, workspace }: Status): void {
  printFields([
    ['At', url],
    ['State', isReady ? 'ready' : 'not ready: something that it needs does not answer'],
    ...(workspace === null
      ? []
      : [['Workspace', `${workspace.name} (${workspace.slug})`] as const, ['MCP clients', workspace.mcpUrl] as const]),
  ]);
}
