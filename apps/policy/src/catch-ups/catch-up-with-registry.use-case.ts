import type { IntegrationState } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable, Logger } from '@nestjs/common';
import type { IntegrationEntity } from '../integrations/integration.entity.js';
import { IntegrationRepository } from '../integrations/integration.repository.js';
import { findMissedChanges } from './find-missed-changes.js';
import { IntegrationStatesClient } from './integration-states.client.js';
import { MakeUpFor } from './make-up-for.use-case.js';

/** Compares every integration of a workspace with the registry's, and makes up for the events that never came. */
@Injectable()
export class CatchUpWithRegistry {
  private readonly logger = new Logger(CatchUpWithRegistry.name);

  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly registry: IntegrationStatesClient,
    private readonly makeUpFor: MakeUpFor,
  ) {}

  /**
   * The registry's revision that is reached. One integration that fails does not keep the others from being caught up.
   *
   * @throws AggregateError with what failed
   */
  async execute(workspaceId: string): Promise<number> {
    const { revision, states } = await this.registry.list(workspaceId);
    // After the registry was asked: an event that came meanwhile is in here and not made up for.
    const rows = await this.database.read(workspaceId, (tx) => this.integrations.list(tx, workspaceId));
    const stored = new Map(rows.map((row) => [row.integrationId, row]));
    const failures: unknown[] = [];
    for (const state of states) {
      try {
        await this.catchUp(workspaceId, state, stored.get(state.integrationId) ?? null);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length === 0) return revision;
    const [cause] = failures;
    throw new AggregateError(failures, `${failures.length} integrations are still behind`, { cause });
  }

  private async catchUp(workspaceId: string, state: IntegrationState, stored: IntegrationEntity | null): Promise<void> {
    const { integrationId } = state;
    for (const missed of findMissedChanges(stored, state)) {
      this.logger.warn('Making up for an event that never came', { workspaceId, integrationId, missed });
      await this.makeUpFor.execute(workspaceId, state, missed);
    }
  }
}
