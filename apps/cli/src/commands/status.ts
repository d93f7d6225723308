import type { components } from '@countersign/api-client';
import type { Command } from 'commander';
import { EXIT } from '../cli.errors.js';
import { printFields } from '../print.js';
import type { TypedApi } from '../typed-api.client.js';
import { show } from './command-context.js';
import { typedContextOf } from './typed-context.js';

/** What answers 503 says so in the same words, as no problem. */
const NOT_READY = 503;

interface Status {
  readonly url: string;
  readonly isReady: boolean;
  /** Null where nobody can be asked. */
  readonly workspace: components['schemas']['WorkspaceView'] | null;
}

export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .description('whether Countersign works, and where MCP clients find this workspace; ends with 1 where it does not')
    .action(async (_options: object, command: Command) => {
      const context = typedContextOf(command);
      const { client, path } = context.api;
      const isReady = await readReady(context.api);
      const workspace = isReady
        ? await context.api.answer(client.GET('/api/v1/workspaces/{workspaceId}', { params: { path } }))
        : null;
      show(context, { url: context.settings.url, isReady, workspace }, printStatus);
      if (!isReady) process.exitCode = EXIT.failed;
    });
}

async function readReady(api: TypedApi): Promise<boolean> {
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
