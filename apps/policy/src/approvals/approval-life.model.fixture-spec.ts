import type { ReasonCode } from './approval.entity.js';

export type End = 'approved' | 'denied' | 'expired' | 'invalidated' | 'cancelled';

/** The whole of what an approval may do: it waits, and ends once. Nothing here knows how it is stored. */
export interface ModelApproval {
  end: { readonly state: End; readonly reasonCode: ReasonCode; readonly edited: string | null } | null;
  /** It was approved, and then taken back unsent. */
  isWithdrawn: boolean;
  /** The clock has passed its expiry. */
  isDue: boolean;
}

/** What somebody tries, and what they are answered: null where it counts or changes nothing. */
export type Try =
  | { readonly kind: 'decide'; readonly decision: 'approve' | 'deny'; readonly edited: string | null }
  | { readonly kind: 'withdraw' | 'disable' | 'remove' | 'time passes' | 'sweep' | 'ask again' };

export function expectedOf(approval: ModelApproval, attempt: Try): string | null {
  switch (attempt.kind) {
    case 'decide':
      return decide(approval, attempt.decision, attempt.edited);
    case 'withdraw':
      if (approval.end?.state === 'approved') approval.isWithdrawn = true;
      approval.end ??= { state: 'cancelled', reasonCode: 'withdrawn', edited: null };
      return null;
    case 'disable':
      approval.end ??= { state: 'invalidated', reasonCode: 'tool_disabled', edited: null };
      return null;
    case 'remove':
      approval.end ??= { state: 'invalidated', reasonCode: 'integration_removed', edited: null };
      return null;
    case 'time passes':
      if (approval.end === null) approval.isDue = true;
      return null;
    case 'sweep':
      if (approval.isDue) approval.end ??= { state: 'expired', reasonCode: 'expired', edited: null };
      return null;
    case 'ask again':
      return null;
  }
}

function decide(approval: ModelApproval, decision: 'approve' | 'deny', edited: string | null): string | null {
  const wanted = decision === 'approve' ? 'approved' : 'denied';
  const { end } = approval;
  if (end === null) {
    if (approval.isDue) return 'approval.expired';
    approval.end = { state: wanted, reasonCode: wanted, edited };
    return null;
  }
  switch (end.state) {
    case 'approved':
    case 'denied':
      return end.state === wanted && end.edited === edited ? null : 'approval.already_decided';
    case 'expired':
      return 'approval.expired';
    case 'invalidated':
    case 'cancelled':
      return 'approval.not_pending';
  }
}
