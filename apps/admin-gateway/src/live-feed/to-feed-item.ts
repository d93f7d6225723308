import type {
  AgentChanged,
  ApprovalDecided,
  ApprovalRequested,
  ApprovalWithdrawn,
  AuthorizationChanged,
  RunLifecycle,
  ToolPoliciesChanged,
} from '@countersign/contracts';
import type { FeedItem, FeedKind } from './feed-event.js';

export function ofApprovalRequested({ approvalId, callId, integrationId, runId }: ApprovalRequested): FeedItem {
  return { kind: 'approval.requested', about: { approvalId, callId, integrationId, runId, state: 'pending' } };
}

export function ofApprovalDecided({ approvalId, callId, outcome }: ApprovalDecided): FeedItem {
  const kind = outcome === 'expired' ? 'approval.expired' : 'approval.decided';
  return { kind, about: { approvalId, callId, state: outcome } };
}

export function ofApprovalWithdrawn({ approvalId, callId }: ApprovalWithdrawn): FeedItem {
  return { kind: 'approval.withdrawn', about: { approvalId, callId } };
}

export function ofToolPoliciesChanged({ integrationId }: ToolPoliciesChanged): FeedItem {
  return { kind: 'tool-policies.changed', about: { integrationId: integrationId ?? null } };
}

export function ofRun(kind: FeedKind): (data: RunLifecycle) => FeedItem {
  return ({ runId, agentId, status: state }) => ({ kind, about: { runId, agentId, state } });
}

export function ofAgentFeed({ agentId, change }: AgentChanged): FeedItem {
  return { kind: 'agent.changed', about: { agentId, state: change } };
}

export function ofAuthorizationFeed({ integrationId, state }: AuthorizationChanged): FeedItem {
  return { kind: 'integration.authorization_changed', about: { integrationId, state } };
}

/** Of those that are about an integration and say no more than that. */
export function ofIntegration(kind: FeedKind): (data: { readonly integrationId: string }) => FeedItem {
  return ({ integrationId }) => ({ kind, about: { integrationId } });
}
