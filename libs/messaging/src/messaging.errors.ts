import { DomainError } from '@countersign/contracts';

/** Nobody answered in time. The request may have been carried out. */
export class RequestTimeoutError extends DomainError {
  constructor(subject: string, timeoutMs: number, options?: ErrorOptions) {
    super('bus.timeout', `no answer to ${subject} within ${timeoutMs} ms`, { subject, timeoutMs }, options);
  }
}

/** Nobody listens, or the bus is not connected. The request was not carried out. */
export class ServiceUnavailableError extends DomainError {
  constructor(subject: string, options?: ErrorOptions) {
    super('bus.unavailable', `nobody answers ${subject} at the moment`, { subject }, options);
  }
}

/** The bus does not allow this service to send that. */
export class RequestRefusedError extends DomainError {
  constructor(subject: string, options?: ErrorOptions) {
    super('bus.refused', `the bus refuses to send ${subject}`, { subject }, options);
  }
}

/** The responder failed; code, message and details are its own. */
export class RemoteError extends DomainError {}

/** The answer is not what the contract promises. */
export class InvalidReplyError extends DomainError {
  constructor(subject: string, options?: ErrorOptions) {
    super('bus.invalid_reply', `the answer to ${subject} does not fit its contract`, { subject }, options);
  }
}

export class MessageTooLargeError extends DomainError {
  constructor(subject: string, bytes: number, bytesMax: number) {
    super('bus.message_too_large', `${subject}: ${bytes} bytes, at most ${bytesMax} are allowed`, {
      subject,
      bytes,
      bytesMax,
    });
  }
}

/** This replica has as many requests at work as it can take. */
export class OverloadedError extends DomainError {
  constructor() {
    super('bus.overloaded', 'too many requests at once');
  }
}

/** Retrying cannot help: the message is kept as a dead letter and not delivered again. */
export class PermanentError extends DomainError {
  constructor(code: string, message: string, details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(code, message, details, options);
  }
}

/** A stream or durable is not what this release needs, and cannot be changed into it. */
export class TopologyMismatchError extends DomainError {
  constructor(
    readonly differences: readonly string[],
    options?: ErrorOptions,
  ) {
    super('bus.topology_mismatch', `the bus is not as wanted:\n${differences.join('\n')}`, { differences }, options);
  }
}
