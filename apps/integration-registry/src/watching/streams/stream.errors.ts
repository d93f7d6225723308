import { EgressLimitError, EgressRefusedError } from '@countersign/egress';
import type { StreamEnd } from '../stream-delay.js';
import { EventTooLongError } from './event-reader.js';

/** Why listening ended, in our own words: what a server says stays out of logs. */
export class StreamEndedError extends Error {
  constructor(
    readonly end: StreamEnd,
    reason: string,
  ) {
    super(reason);
  }
}

/** What a server with overload or trouble answers: trying again may help. */
export function refusedByStatus(status: number): StreamEndedError {
  const isTrouble = status === 408 || status === 429 || status >= 500;
  return new StreamEndedError(isTrouble ? 'broken' : 'refused', `HTTP ${status}`);
}

export function toStreamEnded(error: unknown): StreamEndedError {
  if (error instanceof StreamEndedError) return error;
  if (error instanceof EventTooLongError) return new StreamEndedError('abused', 'an event that is too long');
  if (error instanceof EgressRefusedError) return new StreamEndedError('refused', 'not an address to connect to');
  if (error instanceof EgressLimitError) return ofLimit(error);
  return new StreamEndedError('broken', 'the connection failed');
}

function ofLimit({ limit }: EgressLimitError): StreamEndedError {
  switch (limit) {
    case 'body_timeout':
      return new StreamEndedError('expired', 'silence');
    case 'total_timeout':
      return new StreamEndedError('expired', 'its age');
    case 'response_bytes':
      return new StreamEndedError('refused', 'an answer that is too large');
    case 'headers_timeout':
      return new StreamEndedError('broken', 'no answer in time');
  }
}
