import { isOver } from '../runs/run-state.js';
import type { Process } from './process.fixture-spec.js';
import type { SimulatedDatabase } from './simulated-database.fixture-spec.js';
import type { SimulatedOrchestrator } from './simulated-orchestrator.fixture-spec.js';
import type { LedgerRow, SimulatedRouter } from './simulated-router.fixture-spec.js';
import type { Universe } from './universe.fixture-spec.js';

const MESSAGES_MAX = 6;

/** People who decide, find out, write, open again and lose patience. */
export class SimulatedPeople {
  areAnswering = false;
  areWriting = false;

  constructor(
    private readonly universe: Universe,
    private readonly database: SimulatedDatabase,
    private readonly router: SimulatedRouter,
    private readonly orchestrator: SimulatedOrchestrator,
  ) {}

  /** Something that somebody would do now; null where nobody has anything to do. */
  findWish(): (() => Process | null) | null {
    const { random } = this.universe;
    const asked = this.router.ledger.filter(isAsked);
    const runs = this.areWriting ? [...this.database.runs.keys()] : [];
    if (this.areAnswering && asked.length > 0 && (runs.length === 0 || random.chance(0.7))) {
      return () => this.answer(random.pick(asked));
    }
    return runs.length > 0 ? () => this.write(random.pick(runs)) : null;
  }

  private answer(row: LedgerRow): null {
    const { random } = this.universe;
    if (row.state === 'unknown') {
      this.router.resolve(row, random.pick(['resolved_succeeded', 'resolved_failed', 'retried'] as const));
    } else this.router.decide(row, random.pick(['approved', 'approved', 'denied', 'expired'] as const));
    return null;
  }

  private write(runId: string): Process | null {
    const { random } = this.universe;
    const { state } = this.database.get(runId);
    if (random.chance(0.02)) return this.orchestrator.cancelRun(runId);
    if (state.messages.length >= MESSAGES_MAX || (!isOver(state) && random.chance(0.5))) return null;
    return this.orchestrator.sendMessage(runId, `message ${state.messages.length + 1}`);
  }
}

function isAsked({ state, isCancelRequested }: LedgerRow): boolean {
  return state === 'unknown' || (state === 'pending_approval' && !isCancelRequested);
}
