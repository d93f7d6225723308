import { DomainError } from '@countersign/contracts';

export class BadIdempotencyKeyError extends DomainError {
  constructor() {
    super('idempotency.bad_key', 'An Idempotency-Key is 1 to 128 printable ASCII characters.');
  }
}

export class OtherRequestError extends DomainError {
  constructor() {
    super('idempotency.other_request', 'This Idempotency-Key was used for another request.');
  }
}

/** Also when the first one's outcome got lost: then only a look at what is there tells. */
export class InProgressError extends DomainError {
  constructor() {
    super(
      'idempotency.in_progress',
      'The first request with this Idempotency-Key has not answered; look before you repeat it.',
    );
  }
}

export class NotRepeatableError extends DomainError {
  constructor() {
    super('idempotency.not_repeatable', 'This was done before; its answer was shown once and is not kept.');
  }
}
