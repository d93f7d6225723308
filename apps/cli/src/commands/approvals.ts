import type { Command } from 'commander';
import pc from 'picocolors';
import { type ApprovalView, APPROVAL_STATES } from '@countersign/contracts';
import type { ApiClient } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { printFields, printLine, printTable, safeText } from '../print.js';
import { type CommandContext, contextOf, show } from './command-context.js';
import { watchApprovals } from './watch-approvals.js';

/** The API joins the arguments to one approval, not to lists. */
export interface ApprovalDetails extends ApprovalView {
  readonly arguments: string;
  readonly clientGoneAt: string | null;
}

interface DecideOptions {
  readonly reason?: string;
}

export function addApprovalsCommand(program: Command): void {
  const approvals = program.command('approvals').description('calls that wait for a person');
  approvals
    .command('list')
    .description('newest last')
    .option('--state <state>', `one of ${APPROVAL_STATES.join(', ')}, all`, 'pending')
    .action(async ({ state }: { state: string }, command: Command) => {
      const context = approverContext(command);
      const query = state === 'all' ? '' : `?state=${encodeURIComponent(state)}`;
      show(context, await context.api.list<ApprovalView>(`/approvals${query}`), printApprovals);
    });
  approvals
    .command('show')
    .description('one approval with the exact arguments')
    .argument('<id>', 'id, or its beginning while it is pending')
    .action(async (id: string, _options: object, command: Command) => {
      const context = approverContext(command);
      const details = await context.api.get<ApprovalDetails>(`/approvals/${await resolveId(context.api, id)}`);
      show(context, details, printApproval);
    });
  addDecision(approvals, 'approve', 'execute the call exactly as it stands, once');
  addDecision(approvals, 'deny', 'do not execute it; the reason reaches the model');
  approvals
    .command('watch')
    .description('show new requests as they come, until Ctrl-C')
    .action(async (_options: object, command: Command) => watchApprovals(approverContext(command)));
}

function addDecision(approvals: Command, decision: 'approve' | 'deny', description: string): void {
  approvals
    .command(decision)
    .description(description)
    .argument('<id>', 'id, or its beginning while it is pending')
    .option('--reason <text>', 'why')
    .action(async (id: string, { reason }: DecideOptions, command: Command) => {
      const context = approverContext(command);
      const path = `/approvals/${await resolveId(context.api, id)}/decision`;
      const decided = await context.api.post<ApprovalView>(path, { decision, ...(reason && { reason }) });
      show(context, decided, ({ toolName, state }) => printLine(`${safeText(toolName)}: ${state}`));
    });
}

/** Deciding has a token of its own; see `readSettings`. */
function approverContext(command: Command): CommandContext {
  const context = contextOf(command);
  return { ...context, api: context.api.asApprover() };
}

const FULL_ID_LENGTH = 36;

async function resolveId(api: ApiClient, id: string): Promise<string> {
  if (id.length === FULL_ID_LENGTH) return id;
  const pending = await api.list<ApprovalView>('/approvals?state=pending');
  const matches = pending.filter((approval) => approval.id.startsWith(id) || approval.id.endsWith(id));
  if (matches.length === 1 && matches[0]) return matches[0].id;
  if (matches.length === 0)
    throw new CliError(`No pending approval has an id that begins or ends with "${id}".`, EXIT.notFound);
  throw new CliError(`"${id}" names ${matches.length} pending approvals; give more of the id.`, EXIT.usage);
}

function printApprovals(items: readonly ApprovalView[]): void {
  const rows = items.map((item) => [
    item.id,
    `${item.integrationSlug} ${item.toolName}`,
    item.principal.name,
    item.state,
    item.state === 'pending' ? `until ${item.expiresAt}` : (item.reason ?? ''),
  ]);
  printTable(['Id', 'Tool', 'Asked by', 'State', ''], rows, 'Nothing waits for a decision.');
}

export function printApproval(item: ApprovalDetails): void {
  printFields([
    ['Approval', item.id],
    ['Tool', `${item.integrationSlug} ${item.toolName}`],
    ['Asked by', `${item.principal.name} (${item.principal.kind})`],
    ['Why it asks', item.askReason],
    ['State', item.decidedBy ? `${item.state} by ${item.decidedBy.name}` : item.state],
    ['Expires', item.expiresAt],
    ...(item.clientGoneAt ? [['Client', `gone since ${item.clientGoneAt}`] as const] : []),
    ['Call', item.callId],
  ]);
  printLine(`${pc.bold('Arguments')}\n${safeText(pretty(item.arguments))}`);
}

function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}
