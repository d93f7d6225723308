import type { RefusedCredentials } from '@countersign/contracts';
import { explainRefusal } from './credential-refusal.js';
import type { SpokenEra } from './upstream-outcome.js';

/** The server cannot be reached, or lets nobody in. Nothing of the call was sent. */
export class NotConnectedError extends Error {}

/** Nothing of the call was sent, and no other try can change that. */
export class CannotBeSentError extends NotConnectedError {}

/** The server was reached and is broken: it answered with HTTP 5xx before anything of the call was sent. */
export class ServerBrokenError extends NotConnectedError {}

/** It is not even tried: the last tries have failed, and the next one is due later. */
export class CircuitOpenError extends NotConnectedError {}

/** The server was reached and does not accept the credentials: trying the same ones again cannot help. */
export class CredentialsRefusedError extends CannotBeSentError {
  constructor(
    readonly refused: RefusedCredentials,
    options?: ErrorOptions,
  ) {
    super(explainRefusal(refused), options);
  }
}

/** The server was reached and speaks another era of the protocol. */
export class WrongEraError extends NotConnectedError {
  constructor(
    readonly spoken: SpokenEra,
    options?: ErrorOptions,
  ) {
    super(`the server does not speak revision ${spoken.protocolVersion} of the protocol any more`, options);
  }
}
