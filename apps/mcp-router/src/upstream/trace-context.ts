import { hash } from 'node:crypto';

/**
 * W3C trace context of what a server is sent.
 *
 * | `traceparent` of the client                                | of the call upstream                                  |
 * |------------------------------------------------------------|-------------------------------------------------------|
 * | none, or none that is valid                                | a new trace, named after the call                     |
 * | `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00`  | `00-0af7651916cd43dd8448eb211c80319c-<ours>-00`       |
 */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$/;
/** Later versions may be longer; we speak this one, and say no more than it does. */
const LENGTH = 55;

/** @returns undefined for anything that is no valid `traceparent`: as if it had not been there */
export function readTraceparent(value: unknown): string | undefined {
  if (typeof value !== 'string' || !TRACEPARENT.test(value)) return undefined;
  if (value.startsWith('00') && value.length !== LENGTH) return undefined;
  return value.slice(0, LENGTH);
}

/** Every attempt is a span of its own; the trace is the client's, or else is named after the call, so that the ledger finds it. */
export function traceparentOf(attempt: {
  readonly callId: string;
  readonly fence: number;
  readonly traceparent?: string | undefined;
}): string {
  const { callId, fence, traceparent } = attempt;
  const span = hash('sha256', `${callId} ${fence}`, 'hex').slice(0, 16);
  const [, , , flags = '01'] = traceparent?.split('-') ?? [];
  return `00-${traceIdOf(attempt)}-${span}-${flags}`;
}

/** By which a call is found in everybody's tracing: the same for all of its attempts. */
export function traceIdOf(call: { readonly callId: string; readonly traceparent?: string | undefined }): string {
  return call.traceparent?.split('-')[1] ?? call.callId.replaceAll('-', '');
}
