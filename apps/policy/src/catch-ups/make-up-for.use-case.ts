import { assertNever, type IntegrationState } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { MoveConnection } from '../integrations/move-connection.use-case.js';
import { RegisterIntegration } from '../integrations/register-integration.use-case.js';
import { RemoveIntegration } from '../integrations/remove-integration.use-case.js';
import { MergeNewestSnapshot } from '../tool-policies/merge-newest-snapshot.use-case.js';
import type { MissedChange } from './find-missed-changes.js';

/** Does what a lost event would have done, by the same use case. An event that is only late then finds its work done. */
@Injectable()
export class MakeUpFor {
  constructor(
    private readonly database: Database,
    private readonly registerIntegration: RegisterIntegration,
    private readonly moveConnection: MoveConnection,
    private readonly removeIntegration: RemoveIntegration,
    private readonly mergeNewestSnapshot: MergeNewestSnapshot,
  ) {}

  async execute(workspaceId: string, state: IntegrationState, missed: MissedChange): Promise<void> {
    const change = { workspaceId, data: state };
    switch (missed) {
      case 'registered':
        return this.database.transaction(workspaceId, (tx) => this.registerIntegration.execute(tx, change));
      case 'moved':
        return this.database.transaction(workspaceId, (tx) => this.moveConnection.execute(tx, change));
      case 'removed':
        return this.database.transaction(workspaceId, (tx) => this.removeIntegration.execute(tx, change));
      case 'discovered':
        return this.mergeNewestSnapshot.execute({ workspaceId, integrationId: state.integrationId });
      default:
        return assertNever(missed);
    }
  }
}
