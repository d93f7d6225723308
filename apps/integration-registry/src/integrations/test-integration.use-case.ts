import { DomainError, type IntegrationTestResult, type TestIntegrationRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable, Logger } from '@nestjs/common';
import { HeaderStore } from '../credentials/header-store.repository.js';
import type { HeaderRecord } from '../credentials/header-vault.client.js';
import { toHeaderRecord } from '../credentials/to-header-record.js';
import { McpServerClient } from '../discovery/mcp-server.client.js';
import { chooseAuth } from './choose-auth.js';
import type { Integration } from './integration.entity.js';
import { IntegrationRepository } from './integration.repository.js';
import { isServersFault, toFailedTest, toPassedTest } from './integration-test.view.js';
import { planUpdate } from './plan-update.js';
import { MS_PER_SECOND, TIMEOUT_SECONDS_DEFAULT } from './timeouts.js';

/** Tries a configuration and stores nothing of it: no row, no attempt, no event. */
@Injectable()
export class TestIntegration {
  private readonly logger = new Logger(TestIntegration.name);

  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly headers: HeaderStore,
    private readonly servers: McpServerClient,
  ) {}

  /** That the server fails is an answer. @throws InvalidInputError, IntegrationNotFoundError */
  async execute(request: TestIntegrationRequest): Promise<IntegrationTestResult> {
    const current = await this.find(request);
    const startedAt = performance.now();
    const result = await this.discover(request, current).catch((error: unknown) => {
      if (!(error instanceof DomainError) || !isServersFault(error)) throw error;
      return toFailedTest(error);
    });
    const durationMs = Math.round(performance.now() - startedAt);
    const { succeeded, errorCode } = result;
    this.logger.log('tested', { workspaceId: request.workspaceId, succeeded, durationMs, code: errorCode });
    return { ...result, durationMs };
  }

  private async find({ workspaceId, integrationId }: TestIntegrationRequest): Promise<Integration | null> {
    if (!integrationId) return null;
    return this.database.read(workspaceId, (tx) => this.integrations.get(tx, { workspaceId, integrationId }));
  }

  private async discover(request: TestIntegrationRequest, current: Integration | null): Promise<IntegrationTestResult> {
    const serverUrl = await this.servers.checkUrl(request.serverUrl);
    const headers = await this.headersFor({ ...request, serverUrl }, current);
    const transport = request.transport ?? current?.transport ?? 'auto';
    const timeoutSeconds = request.timeoutSeconds ?? current?.timeoutSeconds ?? TIMEOUT_SECONDS_DEFAULT;
    const timeoutMs = timeoutSeconds * MS_PER_SECOND;
    return toPassedTest(await this.servers.discover({ serverUrl, headers, timeoutMs, transport, prior: null }));
  }

  /** Stored ones leave for the server that they were saved for and for no other: the plan of the same update refuses it. */
  private async headersFor(request: TestIntegrationRequest, current: Integration | null): Promise<HeaderRecord> {
    const given = toHeaderRecord(request.headers ?? []);
    if (current === null) {
      chooseAuth({ auth: request.auth, hasHeaders: Object.keys(given).length > 0, oauth: request.oauth });
      return given;
    }
    if (planUpdate(current, request).isHeadersReplaced) return given;
    return this.database.read(current.workspaceId, (tx) => this.headers.open(tx, current));
  }
}
