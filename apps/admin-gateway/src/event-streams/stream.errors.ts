import { DomainError } from '@countersign/contracts';

/** Each stream is a connection and a reader of its own. */
export class TooManyStreamsError extends DomainError {
  constructor(streamsMax: number) {
    super('stream.too_many', `${streamsMax} streams are open already; end one of them first.`, { streamsMax });
  }
}
