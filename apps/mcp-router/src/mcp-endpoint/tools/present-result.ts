import type { Call } from '../../calls/call.js';
import { isTerminal } from '../../calls/call-state.js';
import { limitResult, MODEL_RESULT_BYTES_MAX } from '../../calls/limit-result.js';
import { errorResult, notKept, outcomeUnknown, ticket, toResultBytes, underWay } from '../../calls/model-answers.js';
import { isToolResult } from './is-tool-result.js';

/** The result of a call that has ended, as JSON: the very bytes that the ledger keeps, wherever a client can read them. */
export function presentResult(bytes: Buffer, callId: string): Buffer {
  const result = bytes.length <= MODEL_RESULT_BYTES_MAX ? bytes : limited(bytes, callId);
  return isToolResult(result) ? result : asText(result);
}

/** What a client is told of a call that has no result (yet). */
export function presentOpenCall(call: Call): Buffer {
  const id = call.approval?.id ?? call.id;
  if (call.state === 'unknown') return toResult(outcomeUnknown(call.outcomeReason ?? 'no answer came', call.id));
  if (call.state === 'pending_approval' && call.approval) return toResult(ticket(id, call.approval.expiresAt));
  if (isTerminal(call.state)) return toResult(notKept(call.state, call.settledAt));
  return toResult(underWay(id));
}

export function toResult(text: string): Buffer {
  return toResultBytes(errorResult(text));
}

function limited(bytes: Buffer, callId: string): Buffer {
  return toResultBytes(limitResult(JSON.parse(bytes.toString('utf8')) as object, bytes.length, callId));
}

/** A server may answer with blocks that this protocol does not know. They are shown as what they are: JSON. */
function asText(json: Buffer): Buffer {
  const result = JSON.parse(json.toString('utf8')) as object;
  return toResultBytes({ content: [{ type: 'text', text: JSON.stringify(result) }], isError: 'isError' in result });
}
