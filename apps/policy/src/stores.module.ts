import { Module } from '@nestjs/common';
import { ApprovalSettingsRepository } from './approval-settings/approval-settings.repository.js';
import { ApprovalRepository } from './approvals/approval.repository.js';
import { ApprovalEditRepository } from './approvals/approval-edit.repository.js';
import { EarlyCancellationRepository } from './approvals/early-cancellation.repository.js';
import { HindranceRepository } from './approvals/hindrance.repository.js';
import { AuditRepository } from './audit/audit.repository.js';
import { CatchUpRepository } from './catch-ups/catch-up.repository.js';
import { EntitlementRepository } from './entitlements/entitlement.repository.js';
import { IntegrationRepository } from './integrations/integration.repository.js';
import { RevokedTokenRepository } from './identity-changes/revoked-token.repository.js';
import { PolicyChangeRepository } from './policy-changes/policy-change.repository.js';
import { TakeRevision } from './revisions/take-revision.use-case.js';
import { WorkspaceRevisionRepository } from './revisions/workspace-revision.repository.js';
import { ToolDefinitionRepository } from './tool-policies/tool-definition.repository.js';
import { ToolListRepository } from './tool-policies/tool-list.repository.js';
import { ToolPolicyRepository } from './tool-policies/tool-policy.repository.js';
import { QueueDeliveries } from './webhooks/queue-deliveries.use-case.js';
import { WebhookDeliveryRepository } from './webhooks/webhook-delivery.repository.js';

const STORES = [
  ApprovalEditRepository,
  ApprovalRepository,
  ApprovalSettingsRepository,
  AuditRepository,
  CatchUpRepository,
  EarlyCancellationRepository,
  EntitlementRepository,
  HindranceRepository,
  IntegrationRepository,
  PolicyChangeRepository,
  QueueDeliveries,
  RevokedTokenRepository,
  TakeRevision,
  ToolDefinitionRepository,
  ToolListRepository,
  ToolPolicyRepository,
  WebhookDeliveryRepository,
  WorkspaceRevisionRepository,
];

/** Every table, in one place: a change of a tool, its approvals, its revision and its audit are one transaction. */
@Module({ providers: STORES, exports: STORES })
export class StoresModule {}
