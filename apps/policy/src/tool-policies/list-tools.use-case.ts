import { type ListToolsRequest, PAGE_SIZE_MAX, type ToolPage } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { decodeCursor, encodeCursor } from '../cursor.js';
import { EntitlementRepository } from '../entitlements/entitlement.repository.js';
import { fitPage } from '../fit-page.js';
import { IntegrationRepository } from '../integrations/integration.repository.js';
import { readIntegrationPolicy } from '../integrations/read-integration-policy.js';
import { WorkspaceRevisionRepository } from '../revisions/workspace-revision.repository.js';
import { ToolListRepository, type ToolListPlace } from './tool-list.repository.js';
import { toToolView } from './tool.view.js';

/** The tools of an integration with what was decided about them, as of one moment. */
@Injectable()
export class ListTools {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly entitlements: EntitlementRepository,
    private readonly revisions: WorkspaceRevisionRepository,
    private readonly tools: ToolListRepository,
  ) {}

  /** @throws IntegrationNotFoundError, InvalidInputError */
  async execute(request: ListToolsRequest): Promise<ToolPage> {
    const { workspaceId, integrationId } = request;
    const limit = request.limit || PAGE_SIZE_MAX;
    const after = request.cursor ? toPlace(request.cursor) : null;
    return this.database.read(workspaceId, async (tx) => {
      const integration = await this.integrations.get(tx, request);
      const { entitlements } = await this.entitlements.get(tx, workspaceId);
      const integrationPolicy = readIntegrationPolicy(integration.document);
      const context = { integrationSlug: integration.slug, integrationPolicy, entitlements };
      const entries = await this.tools.list(tx, request, { after, limit: limit + 1 });
      const { items, isCut } = fitPage(
        entries.map((entry) => toToolView(entry, context)),
        limit,
      );
      const last = entries[items.length - 1];
      return {
        integrationId,
        snapshotRevision: integration.snapshotRevision ?? 0,
        revision: await this.revisions.current(tx, workspaceId),
        items: [...items],
        nextCursor: isCut && last ? encodeCursor([last.ordinal, last.toolDigest]) : null,
      };
    });
  }
}

function toPlace(cursor: string): ToolListPlace {
  const [ordinal, toolDigest] = decodeCursor(cursor, [0, ''] as [number, string]);
  return { ordinal, toolDigest };
}
