import type { RefusedCredentials } from '@countersign/contracts';
import { explainRefusal } from './credential-refusal.js';

/** The server cannot be reached, or lets nobody in. Nothing of the call was sent. */
export class NotConnectedError extends Error {}

/** The server was reached and does not accept the credentials: trying the same ones again cannot help. */
export class CredentialsRefusedError extends NotConnectedError {
  constructor(
    readonly refused: RefusedCredentials,
    options?: ErrorOptions,
  ) {
    super(explainRefusal(refused), options);
  }
}
