import { ConnectionKinds1700000002000 } from './connection-kinds.migration.js';
import { OAuthTables1700000006000 } from './oauth-tables.migration.js';
import { RegistryTables1700000001000 } from './registry-tables.migration.js';
import { SettingsVersions1700000009000 } from './settings-versions.migration.js';
import { SnapshotConnections1700000008000 } from './snapshot-connections.migration.js';
import { ToolChanges1700000005000 } from './tool-changes.migration.js';
import { VerificationLeases1700000003000 } from './verification-leases.migration.js';
import { Watches1700000007000 } from './watches.migration.js';

/** Every migration of this service, oldest first. */
export const MIGRATIONS = [
  RegistryTables1700000001000,
  ConnectionKinds1700000002000,
  VerificationLeases1700000003000,
  ToolChanges1700000005000,
  OAuthTables1700000006000,
  Watches1700000007000,
  SnapshotConnections1700000008000,
  SettingsVersions1700000009000,
];
