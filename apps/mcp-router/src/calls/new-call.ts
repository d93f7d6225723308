import type { CanonicalArguments } from '@countersign/tokens';
import { asciiToolName } from '@countersign/tool-name';
import type { Caller } from '../callers/caller.js';
import type { Judgement } from '../gate/call-gate.js';
import type { NewCall, WaitingClient } from './call.js';

/** One proposed execution, as a caller hands it in. */
export interface Proposal {
  readonly exposedName: string;
  readonly arguments: CanonicalArguments;
  /** A hosted run's own id for it; null for an external client. */
  readonly toolCallId: string | null;
  /** Which request of an external client it is, for a cancellation that names it. */
  readonly clientRequest?: string;
  /** Valid, and its client's. */
  readonly traceparent?: string | undefined;
  /**
   * Who waits for an allowed call while it is made; for any other nobody is asked for. What it throws refuses the call before
   * anything is recorded.
   */
  readonly clientOf?: (call: NewCall) => WaitingClient;
}

/** A name that means no tool may be anything; its row shows it in plain characters. */
const SHOWN_NAME_LENGTH_MAX = 128;

/** Everything of a call that its submission fixes. Nothing of it is taken from the message that the caller could choose freely. */
export function toNewCall(id: string, caller: Caller, proposal: Proposal, judgement: Judgement): NewCall {
  const call = toSubmitted(id, caller, proposal, judgement);
  return call.verdict === 'allow' && proposal.clientOf ? { ...call, client: proposal.clientOf(call) } : call;
}

function toSubmitted(id: string, caller: Caller, proposal: Proposal, judgement: Judgement): NewCall {
  const { tool } = judgement;
  return {
    id,
    workspaceId: caller.workspaceId,
    state: 'requested',
    verdict: judgement.verdict,
    verdictCode: judgement.code,
    verdictReason: judgement.reason,
    strictness: judgement.strictness,
    tool,
    exposedName: tool === null ? shown(proposal.exposedName) : proposal.exposedName,
    argumentsText: proposal.arguments.text,
    argumentsHash: proposal.arguments.hash,
    definitionHash: judgement.definitionHash,
    connectionRevision: judgement.connectionRevision,
    review: judgement.review,
    principal: caller.principal,
    tokenId: caller.originTokenId,
    runId: caller.runId,
    agentId: caller.agentId,
    toolCallId: proposal.toolCallId,
    retryOf: null,
    approval: null,
    ...(proposal.traceparent === undefined ? {} : { traceparent: proposal.traceparent }),
  };
}

function shown(exposedName: string): string {
  return asciiToolName(exposedName.toWellFormed()).slice(0, SHOWN_NAME_LENGTH_MAX);
}
