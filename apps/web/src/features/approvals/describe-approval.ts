import type { ApprovalState, ApprovalView } from './approval.js';

const ASK_REASONS: Readonly<Record<string, string>> = {
  requires_approval: 'The policy of this tool asks a person before every call.',
  review_new: 'The tool is new: nobody has acknowledged it yet.',
  review_changed: 'The tool’s definition changed, and nobody has acknowledged the change yet.',
  definition_drift: 'The server describes the tool otherwise than the policy knows it.',
  name_flagged: 'The tool’s name looks like another one, or hides characters.',
  strictness: 'Whoever calls is set to ask before every call.',
};

export function describeAskReason(askReason: string): string {
  return ASK_REASONS[askReason] ?? 'A person has to decide.';
}

export const STATE_WORDS: Readonly<Record<ApprovalState, string>> = {
  pending: 'Pending',
  approved: 'Approved',
  denied: 'Denied',
  expired: 'Expired',
  invalidated: 'No longer valid',
  cancelled: 'Withdrawn',
};

export const STATE_COLORS: Readonly<Record<ApprovalState, string>> = {
  pending: 'indigo',
  approved: 'teal',
  denied: 'red',
  expired: 'gray',
  invalidated: 'orange',
  cancelled: 'gray',
};

const WAYS: Readonly<Record<string, string>> = {
  web: 'in the browser',
  cli: 'at the command line',
  api: 'through the API',
};

/** "by Grace in the browser": who ended it, and on which way; empty for what ended by itself. */
export function describeDecider({ decidedBy, decidedVia, selfApproved }: ApprovalView, userId: string): string {
  if (!decidedBy) return '';
  const who = decidedBy.id === userId ? 'you' : decidedBy.name;
  const way = WAYS[decidedVia ?? ''];
  const own = selfApproved && decidedBy.id !== userId ? ', who asked for it' : '';
  return `by ${who}${own}${way === undefined ? '' : ` ${way}`}`;
}

/** Why an approval ended without a person's decision, in a sentence. */
export function describeEnd({ state, reason }: ApprovalView): string {
  switch (state) {
    case 'expired':
      return 'Nobody decided in time, so it was refused.';
    case 'invalidated':
      return `${reason ?? 'What was asked for no longer stands.'} Nothing was run; the agent may ask again.`;
    case 'cancelled':
      return reason ?? 'Whoever asked took it back.';
    case 'pending':
    case 'approved':
    case 'denied':
      return '';
    default:
      return state satisfies never;
  }
}

/** Of a decision without an answer. As soon as the server can be reached, the card says how it stands. */
export const DECISION_UNKNOWN =
  'It is not known whether your decision arrived. To make the same one again does no harm.';

/** What a refused decision means for whoever made it; null: what the API says is clear enough. */
export function describeRefusal(code: string): string | null {
  switch (code) {
    case 'approval.already_decided':
      return 'Somebody else was first. Your decision changed nothing.';
    case 'approval.expired':
      return 'The time was up before your decision arrived. Nothing was run.';
    case 'approval.not_pending':
      return 'It ended before your decision arrived. Nothing was run.';
    case 'approval.not_found':
      return 'It is not there any more.';
    case 'approval.self_approval':
      return 'Somebody else has to decide what you, or an agent of yours, asked for.';
    case 'approval.not_in_group':
      return 'You are not in the group that decides about this tool.';
    case 'scope.required':
      return 'You are not allowed to do this any more. Ask an administrator.';
    default:
      return null;
  }
}
