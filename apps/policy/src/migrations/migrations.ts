import { PolicyTables1700000001000 } from './policy-tables.migration.js';
import { RevokedTokens1700000002000 } from './revoked-tokens.migration.js';

/** Every migration of this service, oldest first. */
export const MIGRATIONS = [PolicyTables1700000001000, RevokedTokens1700000002000];
