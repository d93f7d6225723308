import { listToolChanges, ListToolChangesRequest, PAGE_SIZE_MAX, type ToolChangePage } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { IntegrationRepository } from '../../integrations/integration.repository.js';
import { readCursor, toCursor } from '../../paging/cursor.js';
import { toPage } from '../../paging/page.js';
import { isToolName } from '../is-tool-name.js';
import { type ChangePlace, ToolChangeRepository } from './tool-change.repository.js';

/** What became of the tools of an integration. */
@Responder()
export class ToolChangesResponder {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly changes: ToolChangeRepository,
  ) {}

  @Responds(listToolChanges)
  async list(request: ListToolChangesRequest): Promise<ToolChangePage> {
    const { cursor, toolName } = request;
    const before = cursor ? readPlace(cursor) : null;
    const limit = request.limit || PAGE_SIZE_MAX;
    return this.database.read(request.workspaceId, async (tx) => {
      await this.integrations.get(tx, request);
      // No tool has a name that is none.
      if (toolName && !isToolName(toolName)) return { items: [], nextCursor: null };
      const query = { before, limit: limit + 1, ...(toolName && { toolName }) };
      const listed = await this.changes.list(tx, request, query);
      const page = toPage(listed, limit, ({ place }) => toCursor([place.snapshotRevision, place.rank]));
      return { items: page.items.map(({ change }) => change), nextCursor: page.nextCursor };
    });
  }
}

function readPlace(cursor: string): ChangePlace {
  const [snapshotRevision, rank] = readCursor(cursor, ['count', 'count']);
  return { snapshotRevision, rank };
}
