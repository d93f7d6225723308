import {
  type IntegrationStates,
  listIntegrationStates,
  ListIntegrationStatesRequest,
  PAGE_SIZE_MAX,
} from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { readCursor, toCursor } from '../paging/cursor.js';
import { toPage } from '../paging/page.js';
import { IntegrationStateRepository } from './integration-state.repository.js';
import { WorkspaceRevisionRepository } from './workspace-revision.repository.js';

/** What the events said, for whoever may have missed some. */
@Responder()
export class IntegrationStatesResponder {
  constructor(
    private readonly database: Database,
    private readonly states: IntegrationStateRepository,
    private readonly revisions: WorkspaceRevisionRepository,
  ) {}

  @Responds(listIntegrationStates)
  async list({ workspaceId, cursor, limit: asked }: ListIntegrationStatesRequest): Promise<IntegrationStates> {
    const limit = asked || PAGE_SIZE_MAX;
    const afterId = cursor ? readCursor(cursor, ['uuid'])[0] : null;
    // One snapshot for both: the page has everything up to its revision.
    return this.database.read(workspaceId, async (tx) => {
      const revision = await this.revisions.current(tx, workspaceId);
      const states = await this.states.listAfter(tx, workspaceId, afterId, limit + 1);
      return { revision, ...toPage(states, limit, (last) => toCursor([last.integrationId])) };
    });
  }
}
