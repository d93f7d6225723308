import type { ApprovalOutcome } from '@countersign/contracts';
import type { SigningKey } from '@countersign/tokens';
import { type ApprovalEntity, isSettled } from './approval.entity.js';
import { toApprovalDecided } from './approval.view.js';
import { toGrant } from './to-grant.js';

/** What the event said, for a router that may have missed it; with a grant of the current key. */
export function toApprovalOutcome(approval: ApprovalEntity, signingKey: SigningKey): ApprovalOutcome {
  const decided = isSettled(approval) ? toApprovalDecided(approval, toGrant(approval, signingKey)) : null;
  return { state: approval.state, decided };
}
