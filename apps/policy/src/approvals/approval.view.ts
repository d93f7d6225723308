import type { ApprovalDecided, ApprovalView } from '@countersign/contracts';
import type { ApprovalEntity, Outcome, SettledApproval } from './approval.entity.js';

/** What stands in the way of a pending approval, for the one who looks. */
export interface Hindrance {
  /** Why an approval of it would run nothing, as `findObstacle` says. */
  readonly obstacle: string | null;
  /** Why the one who looks may not decide it. */
  readonly refusal: string | null;
}

const NO_HINDRANCE: Hindrance = { obstacle: null, refusal: null };

export function toApprovalView(approval: ApprovalEntity, hindrance = NO_HINDRANCE): ApprovalView {
  const { id, workspaceId, callId, state, integrationId, integrationSlug, exposedName, principal, runId } = approval;
  const { askReason, definitionHash, argumentsHash, bindingHash, decidedBy, reason, selfApproved } = approval;
  const { reasonCode, decidedVia, approverGroup, editedBindingHash } = approval;
  return {
    id,
    workspaceId,
    callId,
    state,
    integrationId,
    integrationSlug,
    toolName: approval.toolName.toString(),
    exposedName,
    principal,
    runId,
    askReason,
    definitionHash,
    argumentsHash,
    bindingHash,
    requestedAt: approval.requestedAt.toISOString(),
    expiresAt: approval.expiresAt.toISOString(),
    decidedAt: approval.decidedAt?.toISOString() ?? null,
    decidedBy,
    reason,
    reasonCode,
    decidedVia,
    approverGroup,
    ...hindrance,
    argumentsEdited: editedBindingHash !== null,
    selfApproved,
    withdrawnAt: approval.withdrawnAt?.toISOString() ?? null,
  };
}

/** @param grant only with an approval */
export function toApprovalDecided(approval: SettledApproval, grant: string | null): ApprovalDecided {
  const { id, callId, state, decidedBy, reasonCode, reason, decidedAt } = approval;
  return {
    approvalId: id,
    callId,
    outcome: state as Outcome,
    grant,
    decidedBy,
    reasonCode,
    reason,
    decidedAt: decidedAt.toISOString(),
  };
}
