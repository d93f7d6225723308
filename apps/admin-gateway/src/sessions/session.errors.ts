import { DomainError } from '@countersign/contracts';

/** The same for an unknown e-mail and a wrong password. */
export class InvalidCredentialsError extends DomainError {
  constructor() {
    super('auth.invalid_credentials', 'The e-mail or the password is wrong.');
  }
}

export class LoginLockedError extends DomainError {
  constructor(retryAfterSeconds: number) {
    super('auth.locked', `Too many attempts. Try again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds });
  }
}
