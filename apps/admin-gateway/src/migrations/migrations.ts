import { ApproverGroups1700000003000 } from './approver-groups.migration.js';
import { ApproverGroupVersions1700000020000 } from './approver-group-versions.migration.js';
import { AuditByAction1700000023000 } from './audit-by-action.migration.js';
import { AuditCatchUps1700000005000 } from './audit-catch-ups.migration.js';
import { AuditEntries1700000002000 } from './audit-entries.migration.js';
import { AuditOfDecisions1700000004000 } from './audit-of-decisions.migration.js';
import { CliLogins1700000012000 } from './cli-logins.migration.js';
import { Members1700000013000 } from './members.migration.js';
import { People1700000014000 } from './people.migration.js';
import { Invitations1700000015000 } from './invitations.migration.js';
import { Oidc1700000016000 } from './oidc.migration.js';
import { GatewayTables1700000001000 } from './gateway-tables.migration.js';
import { LiveFeed1700000014000 } from './live-feed.migration.js';
import { OidcIdentitiesEnd1700000019000 } from './oidc-identities-end.migration.js';
import { PasswordResetMakers1700000018000 } from './password-reset-makers.migration.js';

export const MIGRATIONS = [
  GatewayTables1700000001000,
  AuditEntries1700000002000,
  ApproverGroups1700000003000,
  AuditOfDecisions1700000004000,
  AuditCatchUps1700000005000,
  CliLogins1700000012000,
  Members1700000013000,
  LiveFeed1700000014000,
  People1700000014000,
  Invitations1700000015000,
  Oidc1700000016000,
  PasswordResetMakers1700000018000,
  OidcIdentitiesEnd1700000019000,
  ApproverGroupVersions1700000020000,
  AuditByAction1700000023000,
];
