import type { Command } from 'commander';
import type { DiscoveryAttempt, ToolChange, ToolDrift } from '@countersign/contracts';
import pc from 'picocolors';
import { printLine, printTable, safeLine } from '../print.js';
import { contextOf, readLimit, show } from './command-context.js';
import { describeDifferences } from './describe-difference.js';
import { findServer } from './find-server.js';

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
      const { id } = await findServer(context.api, name);
      const { itemsMax, size } = readLimit(limit);
      const path = `/mcp-integrations/${id}/checks?limit=${size}`;
      const items = await context.api.list<DiscoveryAttempt>(path, itemsMax);
      show(context, items.slice(0, itemsMax), printChecks);
    });
  servers
    .command('changes')
    .description('what became different about the tools of a server, newest first')
    .argument('<server>', 'slug or id')
    .option('--tool <name>', 'only this one')
    .option('--limit <n>', 'at most this many', '20')
    .action(async (name: string, { limit, tool }: HistoryOptions, command: Command) => {
      const context = contextOf(command);
      const { id } = await findServer(context.api, name);
      const { itemsMax, size } = readLimit(limit);
      const query = `limit=${size}${tool ? `&toolName=${encodeURIComponent(tool)}` : ''}`;
      const items = await context.api.list<ToolChange>(`/mcp-integrations/${id}/tool-changes?${query}`, itemsMax);
      show(context, items.slice(0, itemsMax), printChanges);
    });
}

/** `issue.get: description changed, ! became destructive` */
export function describeDrift({ name, kinds, warnings }: ToolDrift): string {
  const words = [...kinds, ...warnings.map((warning) => `! ${warning}`)].map((word) => word.replaceAll('_', ' '));
  return `${safeLine(name)}: ${words.join(', ') || 'changed'}`;
}

function printChecks(items: readonly DiscoveryAttempt[]): void {
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
