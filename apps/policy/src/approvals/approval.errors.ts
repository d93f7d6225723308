import { DomainError } from '@countersign/contracts';
import type { ApprovalEntity } from './approval.entity.js';
import { describeSelfApprovalBan, type SelfApprovalBan } from './find-self-approval-ban.js';

/** Unknown, or another workspace's: the answer does not tell which. */
export class ApprovalNotFoundError extends DomainError {
  constructor(approvalId: string) {
    super('approval.not_found', `There is no approval ${approvalId}.`, { approvalId });
  }
}

/** Somebody else decided otherwise, and was first. */
export class ApprovalAlreadyDecidedError extends DomainError {
  constructor({ id, state, decidedBy, decidedAt, editedArgumentsHash }: ApprovalEntity) {
    const who = decidedBy?.name ?? 'somebody';
    const when = decidedAt?.toISOString() ?? null;
    const how = editedArgumentsHash === null ? '' : ' with edited arguments';
    super('approval.already_decided', `${who} has already ${state} this${how} at ${when ?? 'an unknown time'}.`, {
      approvalId: id,
      state,
      decidedBy,
      decidedAt: when,
      argumentsEdited: editedArgumentsHash !== null,
    });
  }
}

/** The database's clock had passed the expiry. */
export class ApprovalExpiredError extends DomainError {
  constructor({ id, expiresAt }: ApprovalEntity) {
    super('approval.expired', `The approval expired at ${expiresAt.toISOString()}.`, {
      approvalId: id,
      expiresAt: expiresAt.toISOString(),
    });
  }
}

/** It ended without a decision. */
export class ApprovalNotPendingError extends DomainError {
  constructor({ id, state, reasonCode, reason, decidedAt }: ApprovalEntity) {
    super('approval.not_pending', `The approval is ${state}: ${reason ?? reasonCode ?? 'no reason given'}.`, {
      approvalId: id,
      state,
      reasonCode,
      decidedAt: decidedAt?.toISOString() ?? null,
    });
  }
}

/** The tool's policy or the workspace wants a second person. */
export class SelfApprovalError extends DomainError {
  constructor(approvalId: string, forbiddenBy: SelfApprovalBan) {
    super('approval.self_approval', describeSelfApprovalBan(forbiddenBy), { approvalId, forbiddenBy });
  }
}

/** The tool names a group of approvers, and the caller is not known to be in it. */
export class NotInApproverGroupError extends DomainError {
  constructor(approvalId: string, approverGroup: string) {
    super('approval.not_in_group', `Only the group ${JSON.stringify(approverGroup)} decides about this tool.`, {
      approvalId,
      approverGroup,
    });
  }
}

/** Nobody can say whether the edited arguments are what the tool asks for, so they are not approved. */
export class InvalidArgumentsError extends DomainError {
  constructor(why: string) {
    super('approval.uncheckable_arguments', `The arguments cannot be edited: ${why}.`, {
      problems: [{ pointer: '/arguments', code: 'uncheckable', message: why }],
    });
  }
}

/** What was asked for is not there to be compared with. */
export class ApprovalNotEditableError extends DomainError {
  constructor(approvalId: string, why: string) {
    super('approval.not_editable', `The arguments cannot be edited: ${why}.`, { approvalId });
  }
}

/** It is over, but what was asked for is what runs. */
export class ApprovalNotEditedError extends DomainError {
  constructor(approvalId: string) {
    super('approval.not_edited', `Nobody edited the arguments of the approval ${approvalId}.`, { approvalId });
  }
}
