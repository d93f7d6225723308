import {
  type CatalogueChanges,
  listCatalogueChanges,
  ListCatalogueChangesRequest,
  listToolDefinitions,
  ListToolDefinitionsRequest,
  PAGE_SIZE_MAX,
  type ToolDefinitionPage,
} from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { IntegrationRepository } from '../integrations/integration.repository.js';
import { readCursor, toCursor } from '../paging/cursor.js';
import { toPage } from '../paging/page.js';
import { CatalogueChangeRepository, type ChangePosition } from './catalogue-change.repository.js';
import { isToolName } from './is-tool-name.js';
import { ToolRepository } from './tool.repository.js';
import { WorkspaceRevisionRepository } from './workspace-revision.repository.js';

/** Before every UUID. */
const NO_INTEGRATION = '00000000-0000-0000-0000-000000000000';
const CHANGES_PER_PAGE = 1_000;

/** What the tools are, in pages, and what has changed since a revision. */
@Responder()
export class CatalogueResponder {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly tools: ToolRepository,
    private readonly changes: CatalogueChangeRepository,
    private readonly revisions: WorkspaceRevisionRepository,
  ) {}

  @Responds(listToolDefinitions)
  async listToolDefinitions(request: ListToolDefinitionsRequest): Promise<ToolDefinitionPage> {
    const { workspaceId } = request;
    const afterOrdinal = request.cursor ? readCursor(request.cursor, ['count'])[0] : -1;
    const limit = request.limit || PAGE_SIZE_MAX;
    // No tool has a name that is none.
    const names = request.names ? { names: request.names.filter(isToolName) } : {};
    return this.database.read(workspaceId, async (tx) => {
      const { snapshotRevision, connectionRevision } = await this.integrations.get(tx, request);
      const listed = await this.tools.list(tx, request, { afterOrdinal, limit: limit + 1, ...names });
      const page = toPage(listed, limit, (last) => toCursor([last.ordinal]));
      const items = page.items.map(({ definition }) => definition);
      return { snapshotRevision, connectionRevision, items, nextCursor: page.nextCursor };
    });
  }

  @Responds(listCatalogueChanges)
  async listCatalogueChanges(request: ListCatalogueChangesRequest): Promise<CatalogueChanges> {
    const { workspaceId, sinceRevision, cursor } = request;
    const after = cursor ? readPosition(cursor) : endOfRevision(sinceRevision);
    return this.database.read(workspaceId, async (tx) => {
      const revision = await this.revisions.current(tx, workspaceId);
      const placed = await this.changes.listAfter(tx, workspaceId, after, CHANGES_PER_PAGE + 1);
      const page = toPage(placed, CHANGES_PER_PAGE, (last) => positionCursor(last.position));
      return { revision, changes: page.items.map(({ change }) => change), nextCursor: page.nextCursor };
    });
  }
}

function endOfRevision(revision: number): ChangePosition {
  return { revision: revision + 1, integrationId: NO_INTEGRATION, nameDigest: '' };
}

function positionCursor({ revision, integrationId, nameDigest }: ChangePosition): string {
  return toCursor([revision, integrationId, nameDigest]);
}

function readPosition(cursor: string): ChangePosition {
  const [revision, integrationId, nameDigest] = readCursor(cursor, ['count', 'uuid', 'digest']);
  return { revision, integrationId, nameDigest };
}
