/** How much is simulated: little with every change, more by hand. A seed alone is played once, to look at it. */
export interface SimulationSettings {
  readonly runs: number;
  readonly firstSeed: number;
}

/** A long simulation may take an hour. */
export const PATIENCE_MS = 3_600_000;

/** @param usualRuns as many as fit into a few seconds */
export function simulationSettings(usualRuns: number): SimulationSettings {
  const { SIMULATION_RUNS: runs, SIMULATION_SEED: seed } = process.env;
  return {
    runs: runs === undefined ? (seed === undefined ? usualRuns : 1) : Number(runs),
    firstSeed: seed === undefined ? 1 : Number(seed),
  };
}
