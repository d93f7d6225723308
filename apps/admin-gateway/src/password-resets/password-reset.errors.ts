import { DomainError } from '@countersign/contracts';

/** One answer for what never was, is used, is over, or was replaced. */
export class PasswordResetNotFoundError extends DomainError {
  constructor() {
    super('password_reset.not_found', 'This link is not good any more. Ask an admin for another.');
  }
}

/** An admin here must not get into what the person may do elsewhere. */
export class MemberElsewhereError extends DomainError {
  constructor(userId: string) {
    super(
      'member.elsewhere',
      'This person is a member of other workspaces as well; their password is not reset here.',
      {
        userId,
      },
    );
  }
}
