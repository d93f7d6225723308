import { isCallToolResult, type CallToolResult } from '@modelcontextprotocol/server';
import type { Call } from '../calls/call.js';
import { limitResult } from '../calls/limit-result.js';
import { errorResult, outcomeUnknown, ticket, underWay } from '../calls/model-answers.js';

/** The result of a call that has ended, from the bytes that the ledger keeps. */
export function presentResult(bytes: Buffer, callId: string): CallToolResult {
  const result = limitResult(JSON.parse(bytes.toString('utf8')) as object, bytes.length, callId);
  if (isCallToolResult(result)) return result;
  // A server may answer with blocks that this protocol does not know. They are shown as what they are: JSON.
  return { content: [{ type: 'text', text: JSON.stringify(result) }], isError: 'isError' in result };
}

/** What a client is told of a call that has no result (yet). */
export function presentOpenCall(call: Call): CallToolResult {
  const id = call.approval?.id ?? call.id;
  if (call.state === 'unknown') return toResult(outcomeUnknown(call.outcomeReason ?? 'no answer came', call.id));
  if (call.state === 'pending_approval' && call.approval) return toResult(ticket(id, call.approval.expiresAt));
  return toResult(underWay(id));
}

export function toResult(text: string): CallToolResult {
  return { ...errorResult(text), content: [{ type: 'text', text }] };
}
