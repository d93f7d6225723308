import { GatewayTables1700000001000 } from './gateway-tables.migration.js';

export const MIGRATIONS = [GatewayTables1700000001000];
