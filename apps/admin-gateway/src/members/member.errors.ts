import { DomainError } from '@countersign/contracts';

export class UnknownMemberError extends DomainError {
  constructor(userId: string) {
    super('member.not_found', `Nobody with the id ${userId} is a member of this workspace.`, { userId });
  }
}

/** A workspace that nobody may administer could not be repaired from inside. */
export class LastAdminError extends DomainError {
  constructor() {
    super('member.last_admin', 'This is the only admin of the workspace. Make somebody else an admin first.');
  }
}
