import { ConnectionKinds1700000002000 } from './connection-kinds.migration.js';
import { RegistryTables1700000001000 } from './registry-tables.migration.js';

/** Every migration of this service, oldest first. */
export const MIGRATIONS = [RegistryTables1700000001000, ConnectionKinds1700000002000];
