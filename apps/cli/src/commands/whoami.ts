import type { Schemas } from '@countersign/api-client';
import type { Command } from 'commander';
import { readCredentials } from '../login/credentials.js';
import { printFields } from '../print.js';
import type { Settings } from '../settings.js';
import { contextOf, show } from './command-context.js';

type Me = Schemas['MeView'];

const SOURCES: Readonly<Record<Settings['source'], string>> = {
  environment: 'COUNTERSIGN_URL and COUNTERSIGN_TOKEN',
  login: 'countersign login',
  development: '.countersign/dev.json',
};

export function addWhoamiCommand(program: Command): void {
  program
    .command('whoami')
    .description('where commands go, as whom, and what they may do there')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command);
      const { url, source } = context.settings;
      const me = await context.api.answer(context.api.client.GET('/api/v1/me'));
      const { current, installations } = readCredentials(process.env);
      const others = Object.keys(installations).filter((known) => known !== url);
      show(context, { url, source, current, otherInstallations: others, ...me }, () =>
        printMe(url, source, me, others),
      );
    });
}

function printMe(url: string, source: Settings['source'], me: Me, others: readonly string[]): void {
  const scopes = me.workspaces.flatMap((membership) => membership.scopes);
  printFields([
    ['At', url],
    ['By', SOURCES[source]],
    ['As', `${me.name} (${me.kind} ${me.id})`],
    ...me.workspaces.map(
      ({ workspaceId, role }) => ['Workspace', `${workspaceId}, of a person who is ${role} there`] as const,
    ),
    ['May', scopes.join(', ') || 'nothing'],
    ...(others.length > 0 ? [['Also', others.join(', ')] as const] : []),
  ]);
}
