import { AgentSettings1700000005000 } from './agent-settings.migration.js';
import { EndedRuns1700000002000 } from './ended-runs.migration.js';
import { OrchestratorTables1700000001000 } from './orchestrator-tables.migration.js';
import { ParkedRuns1700000007000 } from './parked-runs.migration.js';
import { RunHeads1700000004000 } from './run-heads.migration.js';
import { RunsByPerson1700000008000 } from './runs-by-person.migration.js';

export const MIGRATIONS = [
  OrchestratorTables1700000001000,
  EndedRuns1700000002000,
  RunHeads1700000004000,
  AgentSettings1700000005000,
  ParkedRuns1700000007000,
  RunsByPerson1700000008000,
];
