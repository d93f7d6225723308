import { PolicyTables1700000001000 } from './policy-tables.migration.js';

/** Every migration of this service, oldest first. */
export const MIGRATIONS = [PolicyTables1700000001000];
