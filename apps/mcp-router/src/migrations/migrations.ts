import { CallLedger1700000001000 } from './call-ledger.migration.js';

/** Every migration of this service, oldest first. */
export const MIGRATIONS = [CallLedger1700000001000];
