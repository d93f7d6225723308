import { DomainError } from '@countersign/contracts';

export type TokenErrorCode =
  | 'token.malformed'
  | 'token.bad_signature'
  | 'token.expired'
  | 'token.wrong_audience'
  | 'token.wrong_issuer'
  | 'token.unknown_key'
  | 'token.bad_claims';

/** A token or grant that proves nothing. The message names the check that failed and never repeats the token. */
export class InvalidTokenError extends DomainError {
  declare readonly code: TokenErrorCode;

  constructor(code: TokenErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, {}, options);
  }
}

/** A verifier's configuration that would verify nothing, or everything. Found at start, never per token. */
export class InvalidKeySetError extends DomainError {
  constructor(message: string, options?: ErrorOptions) {
    super('token.invalid_key_set', message, {}, options);
  }
}
