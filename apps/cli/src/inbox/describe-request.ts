import { assertNever } from '@countersign/contracts';
import type { ApprovalView, Entry } from './inbox-state.js';

type Annotations = Readonly<Record<string, unknown>> | null | undefined;

const ASK_REASONS: Readonly<Record<string, string>> = {
  requires_approval: 'The policy of this tool asks a person before every call.',
  review_new: 'The tool is new: nobody has acknowledged it yet.',
  review_changed: 'The definition of the tool changed, and nobody has acknowledged the change yet.',
  definition_drift: 'The server describes the tool otherwise than the policy knows it.',
  name_flagged: 'The name of the tool looks like another one, or hides characters.',
  strictness: 'Whoever calls is set to ask before every call.',
};

const WAYS: Readonly<Record<NonNullable<ApprovalView['decidedVia']>, string>> = {
  web: ' in the browser',
  cli: ' at the command line',
  api: ' through the API',
};

export function describeAskReason(askReason: string): string {
  return ASK_REASONS[askReason] ?? `A person has to decide (${askReason}).`;
}

/** Undefined: it is not known (yet); null: the server says nothing. */
function annotationsOf({ approval, details }: Entry): Annotations {
  const tool = details?.toolDetails ?? approval.tool;
  return tool ? tool.annotations : undefined;
}

export function isDestructive(entry: Entry): boolean {
  const annotations = annotationsOf(entry);
  return annotations?.['readOnlyHint'] !== true && annotations?.['destructiveHint'] === true;
}

/** Why one key is not enough to approve it; null: it is. What nobody knows is not taken for harmless. */
export function whyConfirm(entry: Entry): string | null {
  if (entry.approval.obstacle) return `Approving would run nothing: ${entry.approval.obstacle}`;
  if (isDestructive(entry)) return 'The server says that this tool may delete or overwrite things.';
  return annotationsOf(entry) === undefined ? 'What this tool may do is not known.' : null;
}

/** What a server says of its own tool: a claim, which nothing checks. */
export function describeHints(entry: Entry): string {
  const annotations = annotationsOf(entry);
  if (annotations === undefined) return 'not known';
  const isReadOnly = annotations?.['readOnlyHint'] === true;
  const hints = [
    isDestructive(entry) && 'destructive',
    isReadOnly && 'read only',
    !isReadOnly && annotations?.['destructiveHint'] === false && 'only adds',
    annotations?.['openWorldHint'] === true && 'reaches outside',
    annotations?.['idempotentHint'] === true && 'repeatable',
  ].filter((hint) => hint !== false);
  return hints.length === 0 ? 'the server says nothing' : `${hints.join(', ')} (as the server says)`;
}

/** What became of it, and by whom. */
export function describeOutcome({ state, decidedBy, decidedVia, argumentsEdited, withdrawnAt }: ApprovalView): string {
  const by = decidedBy ? ` by ${decidedBy.name}${decidedVia ? WAYS[decidedVia] : ''}` : '';
  switch (state) {
    case 'pending':
      return 'waiting';
    case 'approved':
      return `approved${argumentsEdited ? ' with edited arguments' : ''}${by}${withdrawnAt ? ', taken back, nothing was run' : ''}`;
    case 'denied':
      return `denied${by}`;
    case 'expired':
      return 'expired, nobody decided in time';
    case 'invalidated':
      return 'no longer valid, nothing was run';
    case 'cancelled':
      return 'withdrawn by whoever asked';
    default:
      return assertNever(state);
  }
}

const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

/** `4:59`, `1:02:03`, `2d 3h`; rounded down, so that nobody counts on a second that is gone. */
export function describeTimeLeft(expiresAt: string, nowMs: number): string {
  const seconds = Math.floor((Date.parse(expiresAt) - nowMs) / SECOND_MS);
  if (!(seconds > 0)) return 'expiring';
  if (seconds >= DAY_S) return `${Math.floor(seconds / DAY_S)}d ${Math.floor((seconds % DAY_S) / HOUR_S)}h`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / HOUR_S), Math.floor((seconds % HOUR_S) / MINUTE_S)];
  const rest = two(seconds % MINUTE_S);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
