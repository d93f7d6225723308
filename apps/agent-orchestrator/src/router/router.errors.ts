import { DomainError } from '@countersign/contracts';

/** The gateway gives this run no token, and will not: the run, its agent, or who started it is gone, or may not act any more. */
export class RunTokenRefusedError extends DomainError {
  constructor(runId: string, message: string, options?: ErrorOptions) {
    super('run_token.refused', message, { runId }, options);
  }
}

/** The router announced more of a result than it gives: half a result is none. */
export class ShortResultError extends DomainError {
  constructor(callId: string, bytes: number, totalBytes: number) {
    super('call.result_short', `Only ${bytes} of ${totalBytes} bytes of the result of call ${callId} could be read.`, {
      callId,
    });
  }
}
