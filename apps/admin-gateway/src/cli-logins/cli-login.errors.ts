import { DomainError } from '@countersign/contracts';

/** The same for a code that never was, was used, is over, or belongs to another command line. */
export class InvalidCliLoginError extends DomainError {
  constructor() {
    super('cli_login.invalid_code', 'This code is wrong, used or over: begin again.');
  }
}

export class TooManyCliLoginsError extends DomainError {
  constructor() {
    super('cli_login.too_many', 'Several codes of yours are open: use one, or wait until they are over.');
  }
}

/** Only a token can end itself; a session is ended by signing out. */
export class NoTokenToEndError extends DomainError {
  constructor() {
    super('auth.no_token', 'This request carries no token that could be revoked.');
  }
}
