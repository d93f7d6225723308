import type { HintContract } from '@countersign/contracts';
import type { Bus } from '../bus/bus.js';

/** Tells whoever listens now. While the bus is away nothing is told: what was buffered would come out late, as if fresh. */
export function publishHint<P extends object>(bus: Bus, contract: HintContract<P>, payload: P): void {
  if (!bus.isConnected()) return;
  bus.connection.publish(contract.subject, JSON.stringify(payload));
}
