import { Database, Rounds } from '@countersign/database';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ToolDefinitionRepository } from './tool-definition.repository.js';
import { ToolPolicyRepository } from './tool-policy.repository.js';

/** As long as an approval can wait: whoever comes back to a tool after that has no pending question about what it was. */
export const UNREFERENCED_DEFINITION_DAYS = 30;
/** A copy lives in a process; none that is this far behind is still told to be up to date. What it would keep is denied. */
export const PRUNED_TOOL_DAYS = 30;
/** Small enough that a sweep is never noticed by others. */
const ROWS_PER_STATEMENT = 1_000;
/** The days above need no more precision; marking looks at every definition. */
const SWEEP_INTERVAL_MS = 60 * 60_000;

/** Deletes definitions that nothing refers to, and tombstones of pruned tools. Any replica sweeps. */
@Injectable()
export class ForgottenSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ForgottenSweeper.name);
  private readonly rounds: Rounds = new Rounds({
    everyMs: SWEEP_INTERVAL_MS,
    work: () => this.sweepOnce(),
    onFailure: (error) => this.logger.error('What is forgotten cannot be deleted; trying again later', error),
  });

  constructor(
    private readonly database: Database,
    private readonly definitions: ToolDefinitionRepository,
    private readonly toolPolicies: ToolPolicyRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /** Marks what nothing refers to and deletes what is over its time. */
  async sweepOnce(): Promise<void> {
    await this.database.system((tx) => this.definitions.markUnreferenced(tx));
    const { definitions, toolPolicies } = this;
    await this.repeat((tx) => definitions.forgetUnreferenced(tx, UNREFERENCED_DEFINITION_DAYS, ROWS_PER_STATEMENT));
    await this.repeat((tx) => toolPolicies.forgetPruned(tx, PRUNED_TOOL_DAYS, ROWS_PER_STATEMENT));
  }

  private async repeat(forget: (tx: EntityManager) => Promise<number>): Promise<void> {
    await this.rounds.whileFull(ROWS_PER_STATEMENT, () => this.database.system(forget));
  }
}
