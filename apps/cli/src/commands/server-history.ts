import type { Schemas } from '@countersign/api-client';
import type { Command } from 'commander';
import pc from 'picocolors';
import { WORKSPACE } from '../api.client.js';
import { printLine, printTable, safeLine } from '../print.js';
import { contextOf, readLimit, show } from './command-context.js';
import { describeDifferences } from './describe-difference.js';
import { findServer } from './find-server.js';

type ToolChange = Schemas['ToolChange'];
/** What is different about a tool, in brief. */
export type ToolDrift = Pick<ToolChange, 'name' | 'kinds' | 'warnings'>;

const ONE = `${WORKSPACE}/mcp-integrations/{integrationId}` as const;

interface HistoryOptions {
  readonly limit: string;
  readonly tool?: string;
}

/** How a server answered, and what became of its tools. */
export function addServerHistory(servers: Command): void {
  servers
    .command('checks')
    .description('how the last checks of a server went, newest first')
    .argument('<server>', 'slug or id')
    .option('--limit <n>', 'at most this many', '20')
    .action(async (name: string, { limit }: HistoryOptions, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const { itemsMax, ...size } = readLimit(limit);
      const place = api.at({ integrationId: (await findServer(api, name)).id });
      const items = await api.first(itemsMax, (page) =>
        api.client.GET(`${ONE}/checks`, { params: { ...place, query: { ...size, ...page } } }),
      );
      show(context, items, printChecks);
    });
  servers
    .command('changes')
    .description('what became different about the tools of a server, newest first')
    .argument('<server>', 'slug or id')
    .option('--tool <name>', 'only this one')
    .option('--limit <n>', 'at most this many', '20')
    .action(async (name: string, { limit, tool }: HistoryOptions, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const { itemsMax, ...size } = readLimit(limit);
      const place = api.at({ integrationId: (await findServer(api, name)).id });
      const items = await api.first(itemsMax, (page) => {
        const query = { ...size, ...(tool && { toolName: tool }), ...page };
        return api.client.GET(`${ONE}/tool-changes`, { params: { ...place, query } });
      });
      show(context, items, printChanges);
    });
}

/** `issue.get: description changed, ! became destructive` */
export function describeDrift({ name, kinds, warnings }: ToolDrift): string {
  const words = [...kinds, ...warnings.map((warning) => `! ${warning}`)].map((word) => word.replaceAll('_', ' '));
  return `${safeLine(name)}: ${words.join(', ') || 'changed'}`;
}

function printChecks(items: readonly Schemas['DiscoveryAttempt'][]): void {
  const rows = items.map(({ at, succeeded, durationMs, errorCode, message, trigger }) => [
    at,
    trigger ?? 'unknown',
    succeeded ? 'worked' : 'failed',
    `${durationMs} ms`,
    succeeded ? '' : `${message ?? ''} (${errorCode ?? 'unknown'})`,
  ]);
  printTable(['At', 'Because of', 'Result', 'Took', 'Why'], rows, 'It was never checked.');
}

function printChanges(items: readonly ToolChange[]): void {
  if (items.length === 0) printLine('Its tools are as they were first seen.');
  for (const change of items) {
    const moved = change.connectionMoved ? ', another connection' : '';
    printLine(`${pc.dim(`${change.at}  snapshot ${change.snapshotRevision}${moved}`)}  ${describeDrift(change)}`);
    for (const line of describeDifferences(change.differences, change.truncated)) printLine(line);
  }
}
