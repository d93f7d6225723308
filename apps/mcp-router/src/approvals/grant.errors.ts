import { PermanentError } from '@countersign/messaging';

/**
 * A decision that proves nothing: forged, for another call, or used before. The call stays as it is, since whoever sends
 * such a thing must not be able to end it either.
 */
export class UnusableGrantError extends PermanentError {
  constructor(message: string, options?: ErrorOptions) {
    super('grant.unusable', message, {}, options);
  }
}
