import type { Actor, IntegrationView, ToolDrift } from '@countersign/contracts';
import type { Command } from 'commander';
import { printTable } from '../print.js';
import { addAuditExport } from './audit-export.js';
import { type AuditFilters, toAuditQuery, withAuditFilters } from './audit-filters.js';
import { contextOf, readLimit, show } from './command-context.js';
import { describeDrift } from './server-history.js';

interface AuditEntry {
  readonly at: string;
  readonly action: string;
  readonly actor: Actor;
  readonly integrationId: string | null;
  readonly way?: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

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
      const { itemsMax, size } = readLimit(limit);
      const query = await toAuditQuery(context.api, filters);
      const search = new URLSearchParams({ limit: size, ...query }).toString();
      const items = await context.api.list<AuditEntry>(`/audit?${search}`, itemsMax);
      const servers = context.json ? [] : await context.api.list<IntegrationView>('/mcp-integrations');
      const isFiltered = Object.keys(query).length > 0;
      const none = isFiltered ? 'Nothing that happened fits these filters.' : 'Nothing has happened yet.';
      show(context, items.slice(0, itemsMax), (entries) => printAudit(entries, servers, none));
    });
  addAuditExport(audit);
}

/** A table is for an overview; `--json` has everything. */
const TOOLS_SHOWN = 3;

function printAudit(entries: readonly AuditEntry[], servers: readonly IntegrationView[], none: string): void {
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
  const drift = Array.isArray(tools) ? (tools as ToolDrift[]) : [];
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
