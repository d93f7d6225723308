import { DomainError } from '@countersign/contracts';

/** The router announced more of a result than it gives: half a result is none. */
export class ShortResultError extends DomainError {
  constructor(callId: string, bytes: number, totalBytes: number) {
    super('call.result_short', `Only ${bytes} of ${totalBytes} bytes of the result of call ${callId} could be read.`, {
      callId,
    });
  }
}
