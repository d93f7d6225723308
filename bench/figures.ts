import type { CallFigures } from './measure-calls.ts';
import type { DecisionFigures } from './measure-decision.ts';
import type { PolicyChangeFigures } from './measure-policy-change.ts';
import type { StartFigures } from './measure-start.ts';

/** Everything that one run of the bench found out. */
export interface Figures {
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly secondsPerBatch: number;
  readonly start: StartFigures;
  readonly routerIdleRssMb: number | null;
  readonly policyChange: PolicyChangeFigures;
  readonly decision: DecisionFigures;
  readonly calls: readonly CallFigures[];
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** Of the minute before: more than a little means that others were at work, and figures mean less. */
  readonly loadBefore: number;
}
