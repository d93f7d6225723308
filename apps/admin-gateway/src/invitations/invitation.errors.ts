import { DomainError } from '@countersign/contracts';

/** One answer for what never was, is used, is over, was withdrawn, or whose maker could not make it any more. */
export class InvitationNotFoundError extends DomainError {
  constructor() {
    super('invitation.not_found', 'This invitation is not good any more. Ask for another.');
  }
}

export class AlreadyMemberError extends DomainError {
  constructor(email: string) {
    super('invitation.already_member', `${email} is a member of this workspace already.`, { email });
  }
}

export class TooManyInvitationsError extends DomainError {
  constructor(max: number) {
    super('invitation.too_many', `A workspace has at most ${max} open invitations.`, { max });
  }
}
