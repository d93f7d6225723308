import { assertNever, type WebhookEvent } from '@countersign/contracts';
import { type ApprovalEntity, isSettled, type SettledApproval } from '../approvals/approval.entity.js';

/** Of what was asked for, as far as it is told. */
export interface ArgumentsExcerpt {
  /** Canonical JSON; not JSON any more where it was cut. */
  readonly text: string;
  readonly isCut: boolean;
}

/** What one delivery says, whatever its format. */
export interface Announcement {
  readonly event: WebhookEvent;
  readonly occurredAt: Date;
  /** As it is when this is sent, which may be long after it was queued. */
  readonly approval: ApprovalEntity;
  /** Of a reminder: how much of the time has passed. */
  readonly percent: number | null;
  /** Leads to a page that asks who one is; nothing is decided by going there. */
  readonly link: string;
  /** Undefined: they are not told. Null: they should be, and could not be had. */
  readonly arguments?: ArgumentsExcerpt | null;
}

/** Whether somebody is asked, rather than told how it ended. */
export function isQuestion(event: WebhookEvent): boolean {
  switch (event) {
    case 'approval.requested':
    case 'approval.reminder':
      return true;
    case 'approval.decided':
    case 'approval.expired':
      return false;
    default:
      return assertNever(event);
  }
}

/** Null while people are still asked: also what asked them says that it is over, when it is sent after that. */
export function endOf({ event, approval }: Pick<Announcement, 'event' | 'approval'>): SettledApproval | null {
  if (isSettled(approval)) return approval;
  if (isQuestion(event)) return null;
  throw new Error(`the approval ${approval.id} has not ended`);
}

const REASONS: Readonly<Record<string, string>> = {
  requires_approval: 'The policy of this tool requires approval.',
  review_new: 'The tool is new, and nobody has reviewed it.',
  review_changed: 'The tool has changed since it was reviewed.',
  name_flagged: 'The name of the tool is easy to mistake for another one, and nobody has reviewed it.',
  definition_drift: 'The server describes the tool in another way than it was reviewed with.',
  strictness: 'The agent or its token asks before every call of this kind.',
};

/** Why a person is asked, in words; a newer router may have reasons that are only a code here. */
export function explainAskReason(askReason: string): string {
  return Object.hasOwn(REASONS, askReason) ? (REASONS[askReason] ?? askReason) : askReason;
}

/** @param bytesMax of UTF-8; a character is never cut in two */
export function excerptArguments(text: string, bytesMax: number): ArgumentsExcerpt {
  const bytes = Buffer.from(text);
  if (bytes.length <= bytesMax) return { text, isCut: false };
  let end = bytesMax;
  // A byte 10xxxxxx continues a character.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return { text: bytes.subarray(0, end).toString(), isCut: true };
}
