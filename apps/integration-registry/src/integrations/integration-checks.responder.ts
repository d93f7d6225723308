import {
  type DiscoveryAttemptPage,
  type IntegrationTestResult,
  listDiscoveryAttempts,
  ListDiscoveryAttemptsRequest,
  listRecentChecks,
  ListRecentChecksRequest,
  PAGE_SIZE_MAX,
  type RecentChecksList,
  testIntegration,
  TestIntegrationRequest,
} from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { DiscoveryAttemptRepository } from '../discovery/discovery-attempt.repository.js';
import { readCursor, toCursor } from '../paging/cursor.js';
import { toPage } from '../paging/page.js';
import { IntegrationRepository } from './integration.repository.js';
import { TestIntegration } from './test-integration.use-case.js';

/** How servers answered, and how one would. */
@Responder()
export class IntegrationChecksResponder {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly attempts: DiscoveryAttemptRepository,
    private readonly trial: TestIntegration,
  ) {}

  @Responds(testIntegration)
  async test(request: TestIntegrationRequest): Promise<IntegrationTestResult> {
    return this.trial.execute(request);
  }

  @Responds(listRecentChecks)
  async listRecent({ workspaceId, integrationIds }: ListRecentChecksRequest): Promise<RecentChecksList> {
    const items = await this.database.read(workspaceId, (tx) => {
      return this.attempts.listRecent(tx, workspaceId, integrationIds);
    });
    return { items };
  }

  @Responds(listDiscoveryAttempts)
  async list(request: ListDiscoveryAttemptsRequest): Promise<DiscoveryAttemptPage> {
    const limit = request.limit || PAGE_SIZE_MAX;
    const beforeId = request.cursor ? readCursor(request.cursor, ['uuid'])[0] : null;
    const stored = await this.database.read(request.workspaceId, async (tx) => {
      await this.integrations.get(tx, request);
      return this.attempts.listBefore(tx, request, beforeId, limit + 1);
    });
    const { items, nextCursor } = toPage(stored, limit, (last) => toCursor([last.id]));
    return { items: items.map(({ attempt }) => attempt), nextCursor };
  }
}
