import { AuditEntries1700000002000 } from './audit-entries.migration.js';
import { GatewayTables1700000001000 } from './gateway-tables.migration.js';

export const MIGRATIONS = [GatewayTables1700000001000, AuditEntries1700000002000];
