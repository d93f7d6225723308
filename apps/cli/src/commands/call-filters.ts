import type { operations } from '@countersign/api-client';
import { CALL_OUTCOMES, CALL_STATES, VERDICTS } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import type { ApiClient } from '../api.client.js';
import { readTime } from './command-context.js';
import { findOneAgent } from './find-agent.js';
import { findServerId } from './find-server.js';

/** The same, as the API takes them. */
export type CallQuery = Omit<NonNullable<operations['Calls_list']['parameters']['query']>, 'cursor' | 'limit'>;

/** Which calls, as they are typed. */
export interface CallFilters extends Pick<CallQuery, 'state' | 'verdict' | 'outcome' | 'name'> {
  readonly server?: string;
  readonly tool?: string;
  readonly agent?: string;
  readonly run?: string;
  readonly by?: string;
  readonly from?: string;
  readonly until?: string;
}

export function withCallFilters(command: Command): Command {
  return command
    .addOption(new Option('--state <state>', 'only these').choices(CALL_STATES))
    .addOption(new Option('--outcome <outcome>', 'only in states of this kind').choices(CALL_OUTCOMES))
    .addOption(new Option('--verdict <verdict>', 'only where policy said so').choices(VERDICTS))
    .option('--server <server>', 'only to this one: slug, or id also of one that was removed')
    .option('--tool <tool>', 'only of this one, as its server names it')
    .option('--name <name>', 'only where the exposed name begins so')
    .option('--agent <agent>', 'only of the runs of this one: name or id')
    .option('--run <id>', 'only of this run')
    .option('--by <id>', 'only what this token asked for, or this person with their tokens and runs')
    .option('--from <time>', 'not before: 2026-11-23T10:00:00Z')
    .option('--until <time>', 'before');
}

export async function toCallQuery(api: ApiClient, filters: CallFilters): Promise<CallQuery> {
  const { server, tool, agent, run, by, from, until, state, outcome, verdict, name } = filters;
  return {
    ...(state !== undefined && { state }),
    ...(outcome !== undefined && { outcome }),
    ...(verdict !== undefined && { verdict }),
    ...(server !== undefined && { integrationId: await findServerId(api, server) }),
    ...(tool !== undefined && { toolName: tool }),
    ...(name !== undefined && { name }),
    ...(agent !== undefined && { agentId: (await findOneAgent(api, agent)).id }),
    ...(run !== undefined && { runId: run }),
    ...(by !== undefined && { principal: by }),
    ...(from !== undefined && { from: readTime('--from', from) }),
    ...(until !== undefined && { until: readTime('--until', until) }),
  };
}
