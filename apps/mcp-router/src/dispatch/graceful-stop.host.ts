import { Injectable, type BeforeApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { LedgerWriter } from '../calls/ledger-writer.repository.js';
import { SHUTDOWN_DRAIN_MS } from '../limits.js';
import { InFlight } from './in-flight.host.js';

/**
 * The order in which a router ends. Nothing new is begun (the copies count as stale from the first hook on) → what is
 * under way ends, and with it the outcomes that nobody awaited → the ledger writes what it was given. Only then are the bus
 * and the database closed.
 */
@Injectable()
export class GracefulStop implements OnModuleDestroy, BeforeApplicationShutdown {
  private deadlineMs = 0;

  constructor(
    private readonly inFlight: InFlight,
    private readonly ledger: LedgerWriter,
  ) {}

  onModuleDestroy(): void {
    this.deadlineMs = performance.now() + SHUTDOWN_DRAIN_MS;
  }

  /** What takes longer is left to the leases. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.inFlight.drain(Math.max(0, this.deadlineMs - performance.now()));
    await this.ledger.drain();
  }
}
