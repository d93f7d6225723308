import type { Schemas } from '@countersign/api-client';
import type { Command } from 'commander';
import { WORKSPACE } from '../api.client.js';
import { printTable } from '../print.js';
import { addAuditExport } from './audit-export.js';
import { type AuditFilters, toAuditQuery, withAuditFilters } from './audit-filters.js';
import { contextOf, readLimit, show } from './command-context.js';
import { listServers } from './find-server.js';
import { describeDrift, type ToolDrift } from './server-history.js';

type AuditEntry = Schemas['AuditEntryView'];

interface ListOptions extends AuditFilters {
  readonly limit: string;
}

export function addAuditCommand(program: Command): void {
  const audit = program.command('audit').description('who did what to servers, tools, approvals, groups and tokens');
  withAuditFilters(audit.command('list', { isDefault: true }))
    .description('newest first; `countersign audit` is the same')
    .option('--limit <n>', 'at most this many', '50')
    .action(async ({ limit, ...filters }: ListOptions, command: Command) => {
      const context = contextOf(command);
      const { api } = context;
      const { itemsMax, ...size } = readLimit(limit);
      const query = await toAuditQuery(api, filters);
      const items = await api.first(itemsMax, (page) =>
        api.client.GET(`${WORKSPACE}/audit`, { params: { ...api.at(), query: { ...size, ...query, ...page } } }),
      );
      const servers = context.json ? [] : await listServers(api);
      const isFiltered = Object.keys(query).length > 0;
      const none = isFiltered ? 'Nothing that happened fits these filters.' : 'Nothing has happened yet.';
      show(context, items, (entries) => printAudit(entries, servers, none));
    });
  addAuditExport(audit);
}

/** A table is for an overview; `--json` has everything. */
const TOOLS_SHOWN = 3;

function printAudit(
  entries: readonly AuditEntry[],
  servers: readonly Schemas['IntegrationView'][],
  none: string,
): void {
  const slugs = new Map(servers.map(({ id, slug }) => [id, slug]));
  const rows = entries.map(({ at, actor, way, action, integrationId, details }) => [
    at,
    way ? `${actor.name} (${way})` : actor.name,
    action,
    slugs.get(integrationId ?? '') ?? textOf(details['slug']) ?? integrationId ?? '',
    summaryOf(details),
  ]);
  printTable(['At', 'Who', 'What', 'Server', 'Details'], rows, none);
}

/** The members of different actions; each shows those it has. */
function summaryOf(details: AuditEntry['details']): string {
  const { tools, toolCount, connectionMoved, message, state, problem, toolName, name } = details;
  const drift = Array.isArray(tools) ? (tools as unknown as ToolDrift[]) : [];
  const more = drift.length > TOOLS_SHOWN ? `and ${drift.length - TOOLS_SHOWN} more` : undefined;
  const parts = [
    ...[toolName, name].map(textOf),
    typeof toolCount === 'number' ? `${toolCount} tools` : undefined,
    ...drift.slice(0, TOOLS_SHOWN).map(describeDrift),
    more,
    connectionMoved === true ? 'another connection' : undefined,
    ...[state, problem, message].map(textOf),
  ];
  return parts.filter(Boolean).join('; ');
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
