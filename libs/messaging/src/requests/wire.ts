import { DomainError, InvalidInputError } from '@countersign/contracts';
import { MessageTooLargeError } from '../messaging.errors.js';

/** The reply's body; see the table in the README. */
export type WireReply =
  { readonly ok: true; readonly data: unknown } | { readonly ok: false; readonly error: WireError };

export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What a caller learns of an unexpected failure: nothing but that it was logged under the request's id. */
const INTERNAL: WireError = { code: 'internal', message: 'internal error' };

/** @throws MessageTooLargeError */
export function encode(subject: string, value: unknown, bytesMax: number): Uint8Array {
  const bytes = Buffer.from(JSON.stringify(value));
  if (bytes.length > bytesMax) throw new MessageTooLargeError(subject, bytes.length, bytesMax);
  return bytes;
}

/** @throws InvalidInputError `request.malformed` */
export function decode(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new InvalidInputError([{ pointer: '', code: 'malformed', message: 'not JSON' }], 'request.malformed');
  }
}

export function toWireError(error: unknown): WireError {
  if (!(error instanceof DomainError)) return INTERNAL;
  const { code, message, details } = error;
  return Object.keys(details).length > 0 ? { code, message, details } : { code, message };
}
