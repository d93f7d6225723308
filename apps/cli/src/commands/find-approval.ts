import type { Schemas } from '@countersign/api-client';
import type { Command } from 'commander';
import { type ApiClient, WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { type CommandContext, contextOf } from './command-context.js';

type Listed = Schemas['ApprovalCardView'];

const FULL_ID_LENGTH = 36;
/** An empty variable of a script, or a slip, is not to decide about whatever happens to wait alone. */
const PART_LENGTH_MIN = 8;

/** Deciding has a token of its own; see `readSettings`. */
export function approverContext(command: Command): CommandContext {
  const context = contextOf(command);
  return { ...context, api: context.api.asApprover() };
}

/** Full ids; of pending approvals the beginning or the end of one is enough, if it is long enough. */
export async function findApprovals(api: ApiClient, ids: readonly string[]): Promise<string[]> {
  if (ids.every((id) => id.length === FULL_ID_LENGTH)) return [...ids];
  const pending = await listPending(api);
  return ids.map((id) => (id.length === FULL_ID_LENGTH ? id : findPending(pending, id)));
}

export async function findApproval(api: ApiClient, id: string): Promise<string> {
  const [found = id] = await findApprovals(api, [id]);
  return found;
}

export function listPending(api: ApiClient): Promise<Listed[]> {
  return api.all((page) =>
    api.client.GET(`${WORKSPACE}/approvals`, { params: { ...api.at(), query: { state: 'pending', ...page } } }),
  );
}

export function getApproval(api: ApiClient, approvalId: string): Promise<Schemas['ApprovalDetailsView']> {
  return api.answer(api.client.GET(`${WORKSPACE}/approvals/{approvalId}`, { params: api.at({ approvalId }) }));
}

function findPending(pending: readonly Listed[], id: string): string {
  if (id.length < PART_LENGTH_MIN) {
    throw new CliError(`"${id}" is too short: give at least ${PART_LENGTH_MIN} characters of the id.`, EXIT.usage);
  }
  const matches = pending.filter((approval) => approval.id.startsWith(id) || approval.id.endsWith(id));
  if (matches.length === 1 && matches[0]) return matches[0].id;
  if (matches.length === 0) {
    throw new CliError(`No pending approval has an id that begins or ends with "${id}".`, EXIT.notFound);
  }
  throw new CliError(`"${id}" names ${matches.length} pending approvals; give more of the id.`, EXIT.usage);
}
