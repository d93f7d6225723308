import { DomainError, type Scope } from '@countersign/contracts';

/** No credential, or one that proves nothing any more. */
export class AuthRequiredError extends DomainError {
  constructor(message = 'Sign in, or send a token.') {
    super('auth.required', message);
  }
}

/** A browser sends its cookie with whatever page made the request; only our own page knows the token. */
export class CsrfTokenError extends DomainError {
  constructor() {
    super('auth.csrf', 'A write with a session cookie needs the header x-csrf-token with the token of the sign-in.');
  }
}

export class ScopeRequiredError extends DomainError {
  constructor(readonly scope: Scope) {
    super('scope.required', `This needs the scope ${scope}.`, { scope });
  }
}

export class PersonRequiredError extends DomainError {
  constructor() {
    super('auth.person_required', 'A person does this, signed in with a browser; a token cannot.');
  }
}

export class RevokedTokenError extends DomainError {
  constructor() {
    super('token.revoked', 'This token was revoked, has expired, or its owner is no member any more.');
  }
}

export class RateLimitedError extends DomainError {
  constructor(retryAfterSeconds: number) {
    super('rate.limited', `Too many requests. Try again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds });
  }
}

export class HostRefusedError extends DomainError {
  constructor() {
    super('request.host_refused', 'This service does not answer under that host name.');
  }
}

export class OriginRefusedError extends DomainError {
  constructor() {
    super('request.origin_refused', 'This service does not answer pages of that origin.');
  }
}
