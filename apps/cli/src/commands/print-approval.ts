import type { Schemas } from '@countersign/api-client';
import pc from 'picocolors';
import { printFields, printLine, printTable, safeText } from '../print.js';
import { describeDifferences } from './describe-difference.js';

type ApprovalView = Schemas['ApprovalView'];

export function printApprovals(items: readonly ApprovalView[]): void {
  const rows = items.map((item) => [
    item.id,
    `${item.integrationSlug} ${item.toolName}`,
    item.principal.name,
    item.approverGroup ?? 'everybody',
    item.state,
    noteOf(item),
  ]);
  printTable(['Id', 'Tool', 'Asked by', 'Decided by', 'State', 'Note'], rows, 'Nothing waits for a decision.');
}

export function printApproval(item: Schemas['ApprovalDetailsView']): void {
  printFields([
    ['Approval', item.id],
    ['Tool', `${item.integrationSlug} ${item.toolName}`],
    ['Asked by', `${item.principal.name} (${item.principal.kind})`],
    ['Why it asks', item.askReason],
    ...(item.approverGroup ? [['Only', `the group ${item.approverGroup} decides`] as const] : []),
    ['State', stateOf(item)],
    ...(item.reason === null ? [] : [['Reason', item.reason] as const]),
    ['Expires', item.expiresAt],
    ...(item.obstacle ? [['Approving', `would run nothing: ${item.obstacle}`] as const] : []),
    ...(item.refusal ? [['Deciding', `is not yours: ${item.refusal}`] as const] : []),
    ...(item.clientGoneAt ? [['Client', `gone since ${item.clientGoneAt}`] as const] : []),
    ['Call', item.callId],
  ]);
  const title = item.edit ? 'Arguments that were asked for' : 'Arguments';
  printLine(`${pc.bold(title)}\n${safeText(pretty(item.edit?.original ?? item.arguments))}`);
  if (!item.edit) return;
  printLine(pc.bold('Changed by the approver'));
  for (const line of describeDifferences(item.edit.differences, item.edit.truncated)) printLine(line);
}

/** Canonical JSON, as a person reads and edits it. */
export function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}

function noteOf(item: ApprovalView): string {
  if (item.state === 'pending') return waitOf(item);
  return [item.withdrawnAt ? 'taken back, nothing was run' : null, item.reason].filter(Boolean).join('; ');
}

function waitOf({ expiresAt, obstacle, refusal }: ApprovalView): string {
  const notYours = refusal ? ', not yours to decide' : '';
  return `until ${expiresAt}${notYours}${obstacle ? ', approving would run nothing' : ''}`;
}

function stateOf({ state, decidedBy, decidedVia, withdrawnAt }: ApprovalView): string {
  const unused = withdrawnAt ? `, and taken back at ${withdrawnAt}: nothing was run` : '';
  if (!decidedBy) return `${state}${unused}`;
  return `${state} by ${decidedBy.name}${decidedVia ? ` (${decidedVia})` : ''}${unused}`;
}
