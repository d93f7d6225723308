import { GRANT_TTL_SECONDS, signGrant, type SigningKey } from '@countersign/tokens';
import type { SettledApproval } from './approval.entity.js';

/**
 * The permission to execute what was approved, once, within an hour of the decision. It is not stored: signed again, also
 * by a newer key, it says the same, and its id is the approval's, so that the router consumes it once all the same.
 */
export function toGrant(approval: SettledApproval, key: SigningKey): string | null {
  if (approval.state !== 'approved' || approval.decidedBy === null) return null;
  const { editedBindingHash } = approval;
  const claims = {
    jti: approval.id,
    workspace: approval.workspaceId,
    callId: approval.callId,
    bindingVersion: approval.bindingVersion,
    bindingHash: editedBindingHash ?? approval.bindingHash,
    decision: editedBindingHash === null ? 'approved' : 'edited',
    approver: { id: approval.decidedBy.id, name: approval.decidedBy.name || approval.decidedBy.id },
    argumentsEdited: editedBindingHash !== null,
  } as const;
  return signGrant(claims, key, approval.decidedAt);
}

/** For how long what was approved may be dispatched, as the grant says it: in whole seconds from the decision. */
export function grantExpiresAt({ decidedAt }: Pick<SettledApproval, 'decidedAt'>): Date {
  return new Date((Math.floor(decidedAt.getTime() / 1_000) + GRANT_TTL_SECONDS) * 1_000);
}
