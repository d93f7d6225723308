import type { CallDetails, CallView } from '@countersign/contracts';
import { traceIdOf as traceIdOfAttempt } from '../upstream/trace-context.js';
import type { Call } from './call.js';

/** A call as other services and people see it. */
export function toCallView(call: Call): CallView {
  return {
    id: call.id,
    workspaceId: call.workspaceId,
    state: call.state,
    verdict: call.verdict,
    verdictReason: call.verdictReason,
    integrationId: call.tool?.integrationId ?? null,
    integrationSlug: call.tool?.integrationSlug ?? null,
    toolName: call.tool?.toolName ?? null,
    exposedName: call.exposedName,
    principal: call.principal,
    runId: call.runId,
    agentId: call.agentId,
    toolCallId: call.toolCallId,
    approvalId: call.approval?.id ?? null,
    argumentsHash: call.argumentsHash,
    fence: call.fence,
    retryOf: call.retryOf,
    clientGoneAt: call.clientGoneAt?.toISOString() ?? null,
    cancelRequested: call.cancelRequested,
    createdAt: call.createdAt.toISOString(),
    sentAt: call.sentAt?.toISOString() ?? null,
    settledAt: call.settledAt?.toISOString() ?? null,
    expiresAt: call.approval?.expiresAt.toISOString() ?? null,
    isError: call.isError,
    resultBytes: call.resultBytes,
    outcomeReason: call.outcomeReason?.slice(0, OUTCOME_REASON_LENGTH_MAX) ?? null,
  };
}

export function toCallDetails(call: Call): CallDetails {
  const { argumentsText, edit } = call;
  const edited = { editedArguments: edit?.argumentsText ?? null, editSummary: edit?.summary ?? null };
  const { verdictCode: code, strictness, review, definitionHash, connectionRevision } = call;
  const rule = { code, strictness, review, definitionHash, connectionRevision };
  return { ...toCallView(call), arguments: argumentsText, ...edited, rule, traceId: traceIdOf(call) };
}

/** Null: it belongs to no trace that anybody has seen. */
function traceIdOf({ id: callId, sentAt, isRepeat, traceparent }: Call): string | null {
  const isKnown = traceparent !== undefined || sentAt !== null || isRepeat;
  return isKnown ? traceIdOfAttempt({ callId, traceparent }) : null;
}

/** What the contract allows. */
const OUTCOME_REASON_LENGTH_MAX = 2_000;
