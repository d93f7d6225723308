import type { Actor, IntegrationView, ToolDrift } from '@countersign/contracts';
import type { Command } from 'commander';
import { printTable } from '../print.js';
import { contextOf, readLimit, readTime, show } from './command-context.js';
import { findServer } from './find-server.js';
import { describeDrift } from './server-history.js';

interface AuditEntry {
  readonly at: string;
  readonly action: string;
  readonly actor: Actor;
  readonly integrationId: string | null;
  readonly way?: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

interface AuditOptions {
  readonly server?: string;
  readonly action?: string;
  readonly actor?: string;
  readonly approval?: string;
  readonly from?: string;
  readonly until?: string;
  readonly limit: string;
}

export function addAuditCommand(program: Command): void {
  program
    .command('audit')
    .description('who did what to servers, tools, approvals, groups and tokens, newest first')
    .option('--server <server>', 'only of this one: slug, or id also of one that was removed')
    .option('--action <action>', 'only this, or all of one kind: approval.denied, approval')
    .option('--actor <id>', 'only what this token did, or this person with their tokens and runs')
    .option('--approval <id>', 'only of this approval')
    .option('--from <time>', 'not before: 2026-11-23T10:00:00Z')
    .option('--until <time>', 'before')
    .option('--limit <n>', 'at most this many', '50')
    .action(async ({ server, limit, approval, from, until, ...options }: AuditOptions, command: Command) => {
      const context = contextOf(command);
      const integrationId = server && (UUID.test(server) ? server : (await findServer(context.api, server)).id);
      const { itemsMax, size } = readLimit(limit);
      const place = { ...(integrationId && { integrationId }), ...(approval && { approvalId: approval }) };
      const time = {
        ...(from !== undefined && { from: readTime('--from', from) }),
        ...(until !== undefined && { until: readTime('--until', until) }),
      };
      const filters = { limit: size, ...place, ...time, ...options };
      const query = new URLSearchParams(filters).toString();
      const items = await context.api.list<AuditEntry>(`/audit?${query}`, itemsMax);
      const servers = context.json ? [] : await context.api.list<IntegrationView>('/mcp-integrations');
      const isFiltered = Object.keys({ ...place, ...time, ...options }).length > 0;
      const none = isFiltered ? 'Nothing that happened fits these filters.' : 'Nothing has happened yet.';
      show(context, items.slice(0, itemsMax), (entries) => printAudit(entries, servers, none));
    });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
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
