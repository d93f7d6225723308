import { OrchestratorTables1700000001000 } from './orchestrator-tables.migration.js';

export const MIGRATIONS = [OrchestratorTables1700000001000];
