import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database, Rounds, type PreparedStatement } from '@countersign/database';
import { WAIT_POLL_MS } from '../limits.js';
import { CallSignals } from './call-signals.js';

const SETTLED_OF: PreparedStatement = {
  name: 'settled_of',
  text: `select id from calls where id = any($1::uuid[])
    and state not in ('requested', 'pending_approval', 'approved', 'dispatching')`,
};

/**
 * Sees for everybody who waits here what other replicas have settled: one statement a second however many wait, and none
 * when nobody does.
 */
@Injectable()
export class SettledCalls implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(SettledCalls.name);
  private readonly rounds = new Rounds({
    everyMs: WAIT_POLL_MS,
    work: () => this.look(),
    onFailure: (error) => this.logger.error({ err: error }, 'the calls that are waited for cannot be looked at'),
  });

  constructor(
    private readonly database: Database,
    private readonly signals: CallSignals,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  async look(): Promise<void> {
    const awaited = this.signals.awaited();
    if (awaited.length === 0) return;
    const settled = await this.database.systemStatement<{ id: string }>(SETTLED_OF, [awaited], { announces: false });
    for (const { id } of settled) this.signals.changed(id);
  }
}
