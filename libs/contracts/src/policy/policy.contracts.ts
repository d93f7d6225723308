import { defineEvent, defineRequest } from '../contract.js';
import {
  ApprovalDecided,
  ApprovalOutcome,
  ApprovalPage,
  ApprovalRequest,
  ApprovalView,
  CancelApprovalRequest,
  DecideApprovalRequest,
  FindApprovalOutcomeRequest,
  ListApprovalsRequest,
} from './approvals.js';
import {
  Entitlements,
  EntitlementsRequest,
  IntegrationPolicyRequest,
  IntegrationPolicyView,
  ListPolicyChangesRequest,
  ListToolsRequest,
  PolicyChanges,
  ToolPage,
  ToolPoliciesChanged,
  ToolPoliciesUpdated,
  UpdateIntegrationPolicyRequest,
  UpdateToolPoliciesRequest,
} from './tool-policies.js';

/** An update may wait 5 s for a discovery to be merged. */
const UPDATE_TIMEOUT_MS = 10_000;

const responder = 'policy';

export const listTools = defineRequest({
  subject: 'policy.list-tools.v1',
  input: ListToolsRequest,
  output: ToolPage,
  responder,
  requesters: ['admin-gateway'],
});
export const updateToolPolicies = defineRequest({
  subject: 'policy.update-tool-policies.v1',
  input: UpdateToolPoliciesRequest,
  output: ToolPoliciesUpdated,
  responder,
  requesters: ['admin-gateway'],
  timeoutMs: UPDATE_TIMEOUT_MS,
});
export const getIntegrationPolicy = defineRequest({
  subject: 'policy.get-integration-policy.v1',
  input: IntegrationPolicyRequest,
  output: IntegrationPolicyView,
  responder,
  requesters: ['admin-gateway'],
});
export const updateIntegrationPolicy = defineRequest({
  subject: 'policy.update-integration-policy.v1',
  input: UpdateIntegrationPolicyRequest,
  output: IntegrationPolicyView,
  responder,
  requesters: ['admin-gateway'],
});
export const listPolicyChanges = defineRequest({
  subject: 'policy.list-policy-changes.v1',
  input: ListPolicyChangesRequest,
  output: PolicyChanges,
  responder,
  requesters: ['mcp-router'],
});
export const getEntitlements = defineRequest({
  subject: 'policy.get-entitlements.v1',
  input: EntitlementsRequest,
  output: Entitlements,
  responder,
  requesters: ['admin-gateway'],
});
export const listApprovals = defineRequest({
  subject: 'policy.list-approvals.v1',
  input: ListApprovalsRequest,
  output: ApprovalPage,
  responder,
  requesters: ['admin-gateway'],
});
export const getApproval = defineRequest({
  subject: 'policy.get-approval.v1',
  input: ApprovalRequest,
  output: ApprovalView,
  responder,
  requesters: ['admin-gateway'],
});
export const decideApproval = defineRequest({
  subject: 'policy.decide-approval.v1',
  input: DecideApprovalRequest,
  output: ApprovalView,
  responder,
  requesters: ['admin-gateway'],
});
export const cancelApproval = defineRequest({
  subject: 'policy.cancel-approval.v1',
  input: CancelApprovalRequest,
  output: ApprovalOutcome,
  responder,
  requesters: ['mcp-router'],
});
/** The router's reconciler asks this of a call that has waited for long. */
export const findApprovalOutcome = defineRequest({
  subject: 'policy.find-approval-outcome.v1',
  input: FindApprovalOutcomeRequest,
  output: ApprovalOutcome,
  responder,
  requesters: ['mcp-router'],
});

export const toolPoliciesChanged = defineEvent({
  subject: 'policy.tool-policies.changed.v1',
  payload: ToolPoliciesChanged,
  publisher: 'policy',
  workers: [],
  followers: ['mcp-router'],
});
export const approvalDecided = defineEvent({
  subject: 'policy.approval.decided.v1',
  payload: ApprovalDecided,
  publisher: 'policy',
  workers: ['mcp-router'],
});
