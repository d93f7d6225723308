import type { CallFigures } from './compare-hops.ts';
import type { DecisionFigures } from './measure-decision.ts';
import type { ListFigures } from './measure-lists.ts';
import type { MemoryFigures } from './measure-memory.ts';
import type { PendingFigures } from './measure-pending.ts';
import type { PolicyChangeFigures } from './measure-policy-change.ts';
import type { ScalingFigures } from './measure-replicas.ts';
import type { StartFigures } from './measure-start.ts';
import type { ProfileFigures } from './profile-router.ts';

/** Everything that one run of the bench found out; what it was not asked for is absent. */
export interface Figures {
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly secondsPerBatch: number;
  readonly start?: StartFigures;
  readonly policyChange?: PolicyChangeFigures;
  readonly decision?: DecisionFigures;
  readonly pending?: PendingFigures;
  readonly lists?: readonly ListFigures[];
  readonly memory?: readonly MemoryFigures[];
  /** Of the router; with the peers also of everything else that stands before the same server. */
  readonly calls?: readonly CallFigures[];
  /** Null where a second router could not be started. */
  readonly replicas?: readonly ScalingFigures[] | null;
  readonly profile?: ProfileFigures;
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
