import { isUnknownSession, type RpcAnswer } from './read-answer.js';
import type { SpokenEra } from './upstream-outcome.js';

/** `UnsupportedProtocolVersion` of revision 2026-07-28. */
const UNSUPPORTED_VERSION = -32_022;
/** Servers of the legacy era say it in the words of their SDKs. */
const UNSUPPORTED_VERSION_TEXT = /^Bad Request: Unsupported protocol version\b/;

/**
 * HTTP 400 that says that the server does not speak this revision of the protocol, which is found out before anything is
 * executed. One that wants a session of a client which has none speaks the legacy era.
 */
export function isWrongEra(status: number, answer: RpcAnswer | undefined, hadSession: boolean): boolean {
  if (status !== 400) return false;
  const { code, message } = answer?.error ?? {};
  if (code === UNSUPPORTED_VERSION) return true;
  if (typeof message === 'string' && UNSUPPORTED_VERSION_TEXT.test(message)) return true;
  return !hadSession && isUnknownSession(message);
}

export function isSameEra(one: SpokenEra, other: SpokenEra): boolean {
  return one.era === other.era && one.protocolVersion === other.protocolVersion && one.transport === other.transport;
}
