import { defineEvent, defineRequest } from '../contract.js';
import { Done } from '../principal.js';
import {
  ApprovalDecided,
  ApprovalDetails,
  ApprovalOutcome,
  ApprovalPage,
  ApprovalReminder,
  GetApprovalRequest,
  ApprovalView,
  CancelApprovalRequest,
  DecideApprovalRequest,
  DecideApprovalsRequest,
  DecisionResults,
  EditedArguments,
  FindApprovalOutcomeRequest,
  ListApprovalsRequest,
  ReadEditedArgumentsRequest,
  UpdateWorkspaceApprovalSettingsRequest,
  WorkspaceApprovalSettings,
  WorkspaceApprovalSettingsRequest,
} from './approvals.js';
import { ApprovalStatistics } from './approval-statistics.js';
import { CountToolsRequest, ToolCountsList } from './tool-counts.js';
import { StatisticsRequest } from '../router/call-statistics.js';
import { AuditedRowPage, ListAuditedRowsRequest, PolicyAudited } from './audit.js';
import {
  Entitlements,
  EntitlementsRequest,
  IntegrationPolicyRequest,
  IntegrationPolicyView,
  ListPolicyChangesRequest,
  ListToolsRequest,
  PolicyChanges,
  PrunedTools,
  PruneToolsRequest,
  ToolPage,
  ToolPoliciesChanged,
  ToolPoliciesUpdated,
  ToolReview,
  ToolReviewRequest,
  UpdateIntegrationPolicyRequest,
  UpdateToolPoliciesRequest,
} from './tool-policies.js';
import {
  CreatedWebhook,
  CreateWebhookRequest,
  DeliveryPage,
  ListDeliveriesRequest,
  ListWebhooksRequest,
  ReplayDeliveriesRequest,
  ReplayedDeliveries,
  UpdateWebhookRequest,
  RemoveWebhookRequest,
  WebhookList,
} from './webhooks.js';

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
export const pruneTools = defineRequest({
  subject: 'policy.prune-tools.v1',
  input: PruneToolsRequest,
  output: PrunedTools,
  responder,
  requesters: ['admin-gateway'],
});
export const getToolReview = defineRequest({
  subject: 'policy.get-tool-review.v1',
  input: ToolReviewRequest,
  output: ToolReview,
  responder,
  requesters: ['admin-gateway'],
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
/** A month of approvals is read through. */
const STATISTICS_TIMEOUT_MS = 15_000;
export const getApprovalStatistics = defineRequest({
  subject: 'policy.get-approval-statistics.v1',
  input: StatisticsRequest,
  output: ApprovalStatistics,
  responder,
  requesters: ['admin-gateway'],
  timeoutMs: STATISTICS_TIMEOUT_MS,
});
/** For a page of integrations. */
export const countTools = defineRequest({
  subject: 'policy.count-tools.v1',
  input: CountToolsRequest,
  output: ToolCountsList,
  responder,
  requesters: ['admin-gateway'],
});
export const getApproval = defineRequest({
  subject: 'policy.get-approval.v1',
  input: GetApprovalRequest,
  output: ApprovalDetails,
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
/** Up to a hundred decisions, each with its own transaction. */
const DECIDE_MANY_TIMEOUT_MS = 30_000;
export const decideApprovals = defineRequest({
  subject: 'policy.decide-approvals.v1',
  input: DecideApprovalsRequest,
  output: DecisionResults,
  responder,
  requesters: ['admin-gateway'],
  timeoutMs: DECIDE_MANY_TIMEOUT_MS,
});
export const getApprovalSettings = defineRequest({
  subject: 'policy.get-approval-settings.v1',
  input: WorkspaceApprovalSettingsRequest,
  output: WorkspaceApprovalSettings,
  responder,
  requesters: ['admin-gateway'],
});
export const updateApprovalSettings = defineRequest({
  subject: 'policy.update-approval-settings.v1',
  input: UpdateWorkspaceApprovalSettingsRequest,
  output: WorkspaceApprovalSettings,
  responder,
  requesters: ['admin-gateway'],
});
export const readEditedArguments = defineRequest({
  subject: 'policy.read-edited-arguments.v1',
  input: ReadEditedArgumentsRequest,
  output: EditedArguments,
  responder,
  requesters: ['mcp-router'],
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
  workers: ['admin-gateway'],
  followers: ['mcp-router'],
});
export const approvalDecided = defineEvent({
  subject: 'policy.approval.decided.v1',
  payload: ApprovalDecided,
  publisher: 'policy',
  workers: ['mcp-router', 'admin-gateway'],
});
export const approvalReminder = defineEvent({
  subject: 'policy.approval.reminder.v1',
  payload: ApprovalReminder,
  publisher: 'policy',
  workers: [],
});
export const listAuditedRows = defineRequest({
  subject: 'policy.list-audited-rows.v1',
  input: ListAuditedRowsRequest,
  output: AuditedRowPage,
  responder,
  requesters: ['admin-gateway'],
});
export const policyAudited = defineEvent({
  subject: 'policy.audited.v1',
  payload: PolicyAudited,
  publisher: 'policy',
  workers: ['admin-gateway'],
});

export const createWebhook = defineRequest({
  subject: 'policy.create-webhook.v1',
  input: CreateWebhookRequest,
  output: CreatedWebhook,
  responder,
  requesters: ['admin-gateway'],
});
export const updateWebhook = defineRequest({
  subject: 'policy.update-webhook.v1',
  input: UpdateWebhookRequest,
  output: CreatedWebhook,
  responder,
  requesters: ['admin-gateway'],
});
export const removeWebhook = defineRequest({
  subject: 'policy.remove-webhook.v1',
  input: RemoveWebhookRequest,
  output: Done,
  responder,
  requesters: ['admin-gateway'],
});
export const listWebhooks = defineRequest({
  subject: 'policy.list-webhooks.v1',
  input: ListWebhooksRequest,
  output: WebhookList,
  responder,
  requesters: ['admin-gateway'],
});
export const listWebhookDeliveries = defineRequest({
  subject: 'policy.list-webhook-deliveries.v1',
  input: ListDeliveriesRequest,
  output: DeliveryPage,
  responder,
  requesters: ['admin-gateway'],
});
export const replayWebhookDeliveries = defineRequest({
  subject: 'policy.replay-webhook-deliveries.v1',
  input: ReplayDeliveriesRequest,
  output: ReplayedDeliveries,
  responder,
  requesters: ['admin-gateway'],
});
