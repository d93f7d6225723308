import { sha256Hex } from '@countersign/canonical-json';

export type RequestId = string | number;

/** A client takes a request back, or has stopped waiting for it. */
export interface CancelledRequest {
  readonly requestId: RequestId;
  /** Nobody has decided anything: the client's own clock has run out. */
  readonly isTimeOut: boolean;
  readonly reason: string;
}

const REASON_LENGTH_MAX = 200;

/**
 * What the SDKs' clients write when their request times out. They send the same notification then as when somebody aborts
 * the request; any other reason, and none, is somebody's decision.
 */
const TIME_OUT = /(?:^|: )(?:Request timed out|Maximum total timeout exceeded)$/;

/** Which request of a client, over all replicas. Ids are unique within a session; a client without one has all of its own in one. */
export function clientRequestKey(sessionId: string | undefined, requestId: RequestId): string {
  return sha256Hex(JSON.stringify([sessionId?.toWellFormed() ?? null, toText(requestId)]));
}

/** The cancelled requests of one HTTP body: a message, or a batch of the older revisions. */
export function findCancelledRequests(body: unknown): readonly CancelledRequest[] {
  const messages: readonly unknown[] = Array.isArray(body) ? body : [body];
  return messages.flatMap((message) => toCancelledRequest(message) ?? []);
}

/** A legacy client begins with it, and may then be given a session. */
export function isInitialize(body: unknown): boolean {
  return isRecord(body) && body['method'] === 'initialize';
}

function toCancelledRequest(message: unknown): CancelledRequest | undefined {
  if (!isRecord(message) || message['method'] !== 'notifications/cancelled') return undefined;
  const { params } = message;
  if (!isRecord(params)) return undefined;
  const { requestId, reason } = params;
  if (typeof requestId !== 'string' && typeof requestId !== 'number') return undefined;
  const text = typeof reason === 'string' ? toText(reason) : '';
  return { requestId, isTimeOut: TIME_OUT.test(text), reason: text.slice(0, REASON_LENGTH_MAX) };
}

/** What a database and a hash can hold. */
function toText<T extends RequestId>(value: T): T | string {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
