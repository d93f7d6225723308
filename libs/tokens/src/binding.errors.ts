import { DomainError } from '@countersign/contracts';

/** Written by a newer (or a false) signer: what it binds is not known here, so nothing is sent. */
export class UnknownBindingVersionError extends DomainError {
  constructor(version: number) {
    super('binding.unknown_version', `binding version ${version} is not known`, { version });
  }
}

/** A field of a binding is missing or has more than one possible spelling. */
export class InvalidBindingError extends DomainError {
  constructor(field: string) {
    super('binding.invalid_field', `the binding's ${field} is missing or not in its one form`, { field });
  }
}

/** The grant is genuine, but for something else than what is about to be sent. */
export class BindingMismatchError extends DomainError {
  constructor(field: 'workspace' | 'callId' | 'bindingHash') {
    super('grant.binding_mismatch', `the grant's ${field} is not that of the call`, { field });
  }
}
