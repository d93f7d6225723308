import { EgressRefusedError } from '@countersign/egress';
import { APICallError, LoadAPIKeyError, RetryError } from 'ai';

const MESSAGE_CHARACTERS_MAX = 500;

export interface ModelFailure {
  /** A provider's error for people: its own words, shortened, without anything that looks like a key. */
  readonly message: string;
  readonly canRepeat: boolean;
}

export function toModelFailure(error: unknown): ModelFailure {
  // The SDK's repetitions wrap what they ended with.
  const last = RetryError.isInstance(error) ? error.lastError : error;
  const message = describe(last).replaceAll(/\b(sk|key|Bearer)[-_ ][\w-]{8,}/g, '[redacted]');
  return { message: message.slice(0, MESSAGE_CHARACTERS_MAX).toWellFormed(), canRepeat: !isLasting(last) };
}

function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (APICallError.isInstance(error) && error.statusCode !== undefined) return `HTTP ${error.statusCode}: ${message}`;
  return message;
}

/** A refused key, an unknown model, an address that is not allowed: the same question gets the same answer. */
function isLasting(error: unknown): boolean {
  if (LoadAPIKeyError.isInstance(error) || error instanceof EgressRefusedError) return true;
  if (APICallError.isInstance(error) && error.statusCode !== undefined) return !error.isRetryable;
  return error instanceof Error && error.cause !== undefined && isLasting(error.cause);
}
