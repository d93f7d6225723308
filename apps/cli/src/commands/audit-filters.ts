import type { operations } from '@countersign/api-client';
import { WAYS } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import type { ApiClient } from '../api.client.js';
import { readTime } from './command-context.js';
import { findServerId } from './find-server.js';

/** Which entries, as they are typed. */
export interface AuditFilters {
  readonly server?: string;
  readonly tool?: string;
  readonly way?: AuditQuery['way'];
  readonly action?: string;
  readonly actor?: string;
  readonly approval?: string;
  readonly from?: string;
  readonly until?: string;
}

/** The same, as the API takes them. */
export type AuditQuery = Omit<NonNullable<operations['Audit_list']['parameters']['query']>, 'cursor' | 'limit'>;

export function withAuditFilters(command: Command): Command {
  return command
    .option('--server <server>', 'only of this one: slug, or id also of one that was removed')
    .option('--tool <tool>', 'only about this one, as its server names it')
    .addOption(new Option('--way <way>', 'only what came on this way').choices(WAYS))
    .option('--action <action>', 'only this, or all of one kind: approval.denied, approval')
    .option('--actor <id>', 'only what this token did, or this person with their tokens and runs')
    .option('--approval <id>', 'only of this approval')
    .option('--from <time>', 'not before: 2026-11-23T10:00:00Z')
    .option('--until <time>', 'before');
}

export async function toAuditQuery(api: ApiClient, filters: AuditFilters): Promise<AuditQuery> {
  const { server, tool, way, action, actor, approval, from, until } = filters;
  return {
    ...(server !== undefined && { integrationId: await findServerId(api, server) }),
    ...(tool !== undefined && { tool }),
    ...(way !== undefined && { way }),
    ...(approval && { approvalId: approval }),
    ...(action !== undefined && { action }),
    ...(actor !== undefined && { actor }),
    ...(from !== undefined && { from: readTime('--from', from) }),
    ...(until !== undefined && { until: readTime('--until', until) }),
  };
}
