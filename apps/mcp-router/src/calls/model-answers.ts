/**
 * What a model reads when it does not read the tool's own result. Every sentence is here and nowhere else.
 *
 * | the call was                 | the model reads                                                              |
 * |------------------------------|------------------------------------------------------------------------------|
 * | denied by a person           | `Denied by Ada: not this one`                                                |
 * | not decided in time          | `Approval expired after 24 h: nobody decided. The call was not executed.`    |
 * | refused by policy, or voided | `Not available: This tool is disabled.`                                      |
 * | answered with an error       | `Failed: the server answered HTTP 404.`                                      |
 * | waiting                      | the ticket: not executed, until when it waits, how to collect it             |
 */
import { APPROVAL_STATUS_TOOL } from './approval-status-tool.js';

export interface TextResult {
  readonly content: readonly [{ readonly type: 'text'; readonly text: string }];
  readonly isError: boolean;
}

export function errorResult(text: string): TextResult {
  return { content: [{ type: 'text', text }], isError: true };
}

export function textResult(text: string): TextResult {
  return { content: [{ type: 'text', text }], isError: false };
}

/** In the ledger; the client has the task itself. */
export function takenAsTask(): string {
  return 'The server works on it as a task of its own. Its client asks the server what comes of it.';
}

export function toResultBytes(result: object): Buffer {
  return Buffer.from(JSON.stringify(result), 'utf8');
}

export function deniedBy(name: string, reason: string | null): string {
  return reason ? `Denied by ${name}: ${reason}` : `Denied by ${name}`;
}

export function approvalExpired(askedAt: Date, expiresAt: Date): string {
  const waited = inWords(expiresAt.getTime() - askedAt.getTime());
  return `Approval expired after ${waited}: nobody decided. The call was not executed.`;
}

export function grantExpired(): string {
  return 'Approval expired after 1 h: it was given, but the call could not be sent in that time. It was not executed.';
}

export function notAvailable(reason: string): string {
  return `Not available: ${reason}`;
}

export function failed(reason: string): string {
  return `Failed: ${reason}`;
}

export function cancelled(reason: string): string {
  return `Not available: the call was cancelled before it was executed (${reason}).`;
}

/** Nothing here may invite the model to do it again: it may have happened. */
export function outcomeUnknown(reason: string, callId: string): string {
  return (
    `Outcome unknown: the call was sent, but ${reason}. It may or may not have been executed. Do not repeat it; ` +
    `a person has been asked to find out. Call ${APPROVAL_STATUS_TOOL} with {"approval_id": "${callId}"} for what they find.`
  );
}

export function resolvedBy(name: string, succeeded: boolean, note: string): string {
  const found = succeeded ? 'was executed' : 'was not executed or did not succeed';
  return `${succeeded ? '' : 'Failed: '}${name} looked into it: the call ${found}. ${note}`.trim();
}

export function retriedBy(name: string, callId: string): string {
  return `Not available: the outcome of this call stayed unknown, and ${name} had it made again as call ${callId}.`;
}

export function ticket(approvalId: string, expiresAt: Date): string {
  return (
    `NOT EXECUTED YET. This call waits for a person's approval ${approvalId} until ${expiresAt.toISOString()}. ` +
    `To collect the result later, call ${APPROVAL_STATUS_TOOL} with {"approval_id": "${approvalId}"}, ` +
    'or make the identical call again: it will not be executed twice. Tell the user that approval is needed.'
  );
}

/** Of a task; its client knows how to ask for the result. */
export function waitsForApproval(approvalId: string, expiresAt: Date): string {
  return `Not executed yet: waits for a person’s approval ${approvalId} until ${expiresAt.toISOString()}.`;
}

export function beingExecuted(): string {
  return 'Not finished yet: the call is being executed.';
}

/** For the person in front of a client, beside the address. */
export function openApprovalPage(expiresAt: Date): string {
  return (
    `This call has not been executed. It waits for a person’s approval until ${expiresAt.toISOString()}. ` +
    'Open the page to look at it, and to decide if you may; then make the same call again for its result.'
  );
}

/** Approved, and not finished yet: collecting it is safe, and so is calling again. */
export function underWay(approvalId: string): string {
  return (
    `NOT FINISHED YET. This call was approved (${approvalId}) and is being executed. To collect the result, call ` +
    `${APPROVAL_STATUS_TOOL} with {"approval_id": "${approvalId}"}; it will not be executed twice.`
  );
}

export function notKept(state: string, settledAt: Date | null): string {
  const at = settledAt === null ? '' : ` at ${settledAt.toISOString()}`;
  return `Not available: the call ended as ${state}${at}, and its result is not kept any more. It is not executed again.`;
}

export function noSuchApproval(): string {
  return 'Not available: no approval or call of yours has this id.';
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `24 h`, `30 min`, `7 d`: the way settings are written. */
function inWords(ms: number): string {
  if (ms > 2 * DAY_MS) return `${Math.round(ms / DAY_MS)} d`;
  if (ms >= HOUR_MS) return `${Math.round(ms / HOUR_MS)} h`;
  return `${Math.max(1, Math.round(ms / MINUTE_MS))} min`;
}
