import { ApprovalGuard1700000009500 } from './approval-guard.migration.js';
import { ApprovalSettings1700000010000 } from './approval-settings.migration.js';
import { AskingToken1700000004000 } from './asking-token.migration.js';
import { AuditAnnounced1700000005000 } from './audit-announced.migration.js';
import { CatchUps1700000003000 } from './catch-ups.migration.js';
import { ForgottenCancellations1700000012000 } from './forgotten-cancellations.migration.js';
import { EditedApprovals1700000007000 } from './edited-approvals.migration.js';
import { PolicyTables1700000001000 } from './policy-tables.migration.js';
import { PrunedTools1700000006000 } from './pruned-tools.migration.js';
import { RemovedMembers1700000013000 } from './removed-members.migration.js';
import { RevokedTokens1700000002000 } from './revoked-tokens.migration.js';
import { WebhookVersions1700000014000 } from './webhook-versions.migration.js';
import { Webhooks1700000008000 } from './webhooks.migration.js';
import { WithdrawnApprovals1700000011000 } from './withdrawn-approvals.migration.js';

/** Every migration of this service, oldest first. */
export const MIGRATIONS = [
  PolicyTables1700000001000,
  RevokedTokens1700000002000,
  CatchUps1700000003000,
  AskingToken1700000004000,
  AuditAnnounced1700000005000,
  PrunedTools1700000006000,
  EditedApprovals1700000007000,
  Webhooks1700000008000,
  ApprovalGuard1700000009500,
  ApprovalSettings1700000010000,
  WithdrawnApprovals1700000011000,
  ForgottenCancellations1700000012000,
  RemovedMembers1700000013000,
  WebhookVersions1700000014000,
];
