import type { ApprovalRequested } from '@countersign/contracts';
import type { NewCall, PendingApproval } from '../calls/call.js';
import { toAskReason } from '../gate/ask-reason.js';

type Announced = Pick<
  NewCall,
  | 'id'
  | 'tool'
  | 'exposedName'
  | 'connectionRevision'
  | 'definitionHash'
  | 'argumentsHash'
  | 'principal'
  | 'runId'
  | 'tokenId'
  | 'verdictCode'
>;

/** The event of a call that waits: ids and hashes; policy and people fetch the arguments by request. */
export function toApprovalRequested(call: Announced, approval: PendingApproval, requestedAt: Date): ApprovalRequested {
  const { tool, connectionRevision, definitionHash } = call;
  if (tool === null || connectionRevision === null || definitionHash === null) {
    throw new Error(`call ${call.id} names no tool, so nobody can approve it`);
  }
  return {
    approvalId: approval.id,
    callId: call.id,
    integrationId: tool.integrationId,
    integrationSlug: tool.integrationSlug,
    toolName: tool.toolName,
    exposedName: call.exposedName,
    connectionRevision,
    definitionHash,
    argumentsHash: call.argumentsHash,
    bindingHash: approval.bindingHash,
    bindingVersion: approval.bindingVersion,
    principal: call.principal,
    runId: call.runId,
    tokenId: call.tokenId,
    askReason: toAskReason(call.verdictCode),
    requestedAt: requestedAt.toISOString(),
    expiresAt: approval.expiresAt.toISOString(),
  };
}
