import { DomainError } from '@countersign/contracts';

/**
 * A box that does not open: another key, another context, or changed bytes. Which of them is not said, because an
 * authenticated cipher cannot know, and an answer would help only a forger.
 */
export class UnsealError extends DomainError {
  constructor(what: 'sealed box' | 'secret', options?: ErrorOptions) {
    super('sealing.cannot_open', `the ${what} cannot be opened with this key and context`, {}, options);
  }
}

/** The key that a box or secret names is not among those given. */
export class UnknownSealingKeyError extends DomainError {
  constructor(keyId: string) {
    super('sealing.unknown_key', `sealed with the key ${keyId}, which is not configured`, { keyId });
  }
}

/** A key from configuration that cannot seal. Found at start. */
export class InvalidSealingKeyError extends DomainError {
  constructor(message: string, options?: ErrorOptions) {
    super('sealing.invalid_key', message, {}, options);
  }
}
