import type { Actor, ActorKind, CallState, CallView } from '@countersign/contracts';
import type { Review } from '@countersign/tool-policy';
import type { CallSink } from '../upstream/call-sink.js';
import type { RpcError as UpstreamRpcError } from '../upstream/upstream-outcome.js';

export type { UpstreamRpcError };

export type Verdict = CallView['verdict'];

/** Integration and raw name: the only key that policy, approvals, ledger and routing ever use. */
export interface CalledTool {
  readonly integrationId: string;
  readonly integrationSlug: string;
  readonly toolName: string;
}

/** What is fixed when a call is submitted; the ledger never changes any of it. */
export interface NewCall {
  readonly id: string;
  readonly workspaceId: string;
  readonly state: CallState;
  readonly verdict: Verdict;
  readonly verdictCode: string;
  readonly verdictReason: string;
  /** The least that the caller's token imposed; a retry is judged under it again. */
  readonly strictness: Verdict;
  /** Null when the exposed name means no tool. */
  readonly tool: CalledTool | null;
  readonly exposedName: string;
  /** RFC 8785: exactly what is hashed and sent. */
  readonly argumentsText: string;
  readonly argumentsHash: string;
  readonly definitionHash: string | null;
  readonly connectionRevision: number | null;
  readonly review: Review | null;
  readonly principal: Actor;
  /** The token that asked, or that started the run; its revocation voids what has not been sent. Null: a person's. */
  readonly tokenId: string | null;
  readonly runId: string | null;
  /** Of the run. */
  readonly agentId: string | null;
  readonly toolCallId: string | null;
  readonly retryOf: string | null;
  readonly approval: PendingApproval | null;
  /** W3C: the trace that its client says it belongs to. */
  readonly traceparent?: string;
  /** Only while an `allow` call is made for a client that waits on this replica: a row never has one. */
  readonly client?: WaitingClient;
}

/** The client behind a call, for as long as it waits. */
export interface WaitingClient {
  readonly sink?: CallSink;
  /** Aborted: it wants the call to end; what has been sent has the outcome that is proven. */
  readonly signal?: AbortSignal;
  /** `inputResponses` and `requestState` of a later round (MRTR). */
  readonly input?: Readonly<Record<string, unknown>>;
}

/** What the policy service needs to know of an `ask`. */
export interface PendingApproval {
  readonly id: string;
  /** A re-announcement carries it again, so that it is handled once. */
  readonly eventId: string;
  readonly bindingHash: string;
  readonly bindingVersion: number;
  /** Bounds the decision. */
  readonly expiresAt: Date;
}

/** What an approver made of the arguments; these are sent. */
export interface CallEdit {
  /** RFC 8785, like what was asked for. */
  readonly argumentsText: string;
  readonly argumentsHash: string;
  /** What was changed and by whom, for the model. */
  readonly summary: string;
}

/** How a call ended, and the one result that its model sees. */
export interface Outcome {
  readonly state: CallState;
  readonly isError: boolean;
  readonly reason: string | null;
  /** UTF-8 JSON of a `CallToolResult`. */
  readonly result: Buffer;
  /** For the client behind the call, and not kept: what the server wants of it before it does anything (MRTR). */
  readonly inputRequired?: Readonly<Record<string, unknown>>;
  /** Likewise: the server's own task, which the client asks it about. */
  readonly serverTask?: Readonly<Record<string, unknown>>;
  /** Likewise: the error of the server that `reason` tells of, in its own words. */
  readonly error?: UpstreamRpcError;
}

/** A row of the ledger. */
export interface Call extends NewCall {
  readonly fence: number;
  readonly leaseUntil: Date | null;
  readonly sentAt: Date | null;
  readonly cancelRequested: boolean;
  readonly attempts: number;
  /** It was sent before, and is sent again because its tool was declared idempotent: `sentAt` null proves nothing any more. */
  readonly isRepeat: boolean;
  readonly dueAt: Date | null;
  readonly grantJti: string | null;
  readonly grantExpiresAt: Date | null;
  readonly decidedBy: string | null;
  /** Null: what was asked for is what is sent. */
  readonly edit: CallEdit | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
  readonly isError: boolean | null;
  readonly resultBytes: number | null;
  readonly outcomeReason: string | null;
  /** When the client's stream closed while the call was waiting. */
  readonly clientGoneAt: Date | null;
}

/** The columns as the driver gives them. */
export interface CallRow {
  readonly id: string;
  readonly workspace_id: string;
  readonly state: CallState;
  readonly verdict: Verdict;
  readonly verdict_code: string;
  readonly verdict_reason: string;
  readonly strictness: Verdict;
  readonly integration_id: string | null;
  readonly integration_slug: string | null;
  readonly tool_name: Buffer | null;
  readonly exposed_name: string;
  readonly arguments: string;
  readonly arguments_hash: string;
  readonly definition_hash: string | null;
  readonly connection_revision: number | null;
  readonly review: Review | null;
  readonly binding_hash: string | null;
  readonly binding_version: number | null;
  readonly principal_kind: ActorKind;
  readonly principal_id: string;
  readonly principal_name: string;
  readonly principal_owner: string | null;
  readonly token_id: string | null;
  readonly run_id: string | null;
  readonly agent_id: string | null;
  readonly tool_call_id: string | null;
  readonly retry_of: string | null;
  readonly approval_id: string | null;
  readonly approval_event_id: string | null;
  readonly expires_at: Date | null;
  readonly grant_jti: string | null;
  readonly grant_expires_at: Date | null;
  readonly decided_by: string | null;
  readonly edited_arguments: string | null;
  readonly edited_arguments_hash: string | null;
  readonly edit_summary: string | null;
  readonly fence: number;
  readonly lease_until: Date | null;
  readonly sent_at: Date | null;
  readonly cancel_requested: boolean;
  readonly attempts: number;
  readonly is_repeat: boolean;
  readonly due_at: Date | null;
  readonly created_at: Date;
  readonly settled_at: Date | null;
  readonly is_error: boolean | null;
  readonly result_bytes: number | null;
  readonly outcome_reason: string | null;
  readonly client_gone_at: Date | null;
  readonly traceparent: string | null;
}

export function toCall(row: CallRow): Call {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    state: row.state,
    verdict: row.verdict,
    verdictCode: row.verdict_code,
    verdictReason: row.verdict_reason,
    strictness: row.strictness,
    tool: toCalledTool(row),
    exposedName: row.exposed_name,
    argumentsText: row.arguments,
    argumentsHash: row.arguments_hash,
    definitionHash: row.definition_hash,
    connectionRevision: row.connection_revision,
    review: row.review,
    principal: toPrincipal(row),
    tokenId: row.token_id,
    runId: row.run_id,
    agentId: row.agent_id,
    toolCallId: row.tool_call_id,
    retryOf: row.retry_of,
    approval: toPendingApproval(row),
    fence: row.fence,
    leaseUntil: row.lease_until,
    sentAt: row.sent_at,
    cancelRequested: row.cancel_requested,
    attempts: row.attempts,
    isRepeat: row.is_repeat,
    dueAt: row.due_at,
    grantJti: row.grant_jti,
    grantExpiresAt: row.grant_expires_at,
    decidedBy: row.decided_by,
    edit: toEdit(row),
    createdAt: row.created_at,
    settledAt: row.settled_at,
    isError: row.is_error,
    resultBytes: row.result_bytes,
    outcomeReason: row.outcome_reason,
    clientGoneAt: row.client_gone_at,
    ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
  };
}

/** Exactly what was approved: as it was asked for, or as somebody edited it. */
export function argumentsToSend(call: NewCall | Call): string {
  return ('edit' in call ? call.edit?.argumentsText : undefined) ?? call.argumentsText;
}

function toEdit({ edited_arguments, edited_arguments_hash, edit_summary }: CallRow): CallEdit | null {
  if (edited_arguments === null || edited_arguments_hash === null || edit_summary === null) return null;
  return { argumentsText: edited_arguments, argumentsHash: edited_arguments_hash, summary: edit_summary };
}

function toCalledTool({ integration_id, integration_slug, tool_name }: CallRow): CalledTool | null {
  if (integration_id === null || integration_slug === null || tool_name === null) return null;
  return { integrationId: integration_id, integrationSlug: integration_slug, toolName: tool_name.toString('utf8') };
}

function toPrincipal(row: CallRow): Actor {
  const principal = { kind: row.principal_kind, id: row.principal_id, name: row.principal_name };
  return row.principal_owner === null ? principal : { ...principal, ownerId: row.principal_owner };
}

function toPendingApproval(row: CallRow): PendingApproval | null {
  const { approval_id, approval_event_id, binding_hash, binding_version, expires_at } = row;
  if (!approval_id || !approval_event_id || !binding_hash || binding_version === null || !expires_at) return null;
  return {
    id: approval_id,
    eventId: approval_event_id,
    bindingHash: binding_hash,
    bindingVersion: binding_version,
    expiresAt: expires_at,
  };
}
