import { DomainError, type IntegrationTestResult, type TestIntegrationRequest } from '@countersign/contracts';
import { Database, newId } from '@countersign/database';
import { Injectable, Logger } from '@nestjs/common';
import type { HeaderRecord } from '../credentials/header-vault.client.js';
import { toHeaderRecord } from '../credentials/to-header-record.js';
import { AuthorizationDiscovery } from '../oauth/authorization-discovery.client.js';
import { chooseAuth } from './choose-auth.js';
import type { Integration } from './integration.entity.js';
import { IntegrationRepository } from './integration.repository.js';
import { isServersFault, toFailedTest, toPassedTest, toWaitingTest } from './integration-test.view.js';
import { planUpdate } from './plan-update.js';
import { type PlannedCredentials, PlannedCredentialsReader } from './planned-credentials.repository.js';
import { MS_PER_SECOND, TIMEOUT_SECONDS_DEFAULT } from './timeouts.js';
import { toNewAuthorization } from './to-new-authorization.js';
import { TryConnection } from './try-connection.use-case.js';

/** Tries a configuration and stores nothing of it: no row, no attempt, no event. */
@Injectable()
export class TestIntegration {
  private readonly logger = new Logger(TestIntegration.name);

  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly planned: PlannedCredentialsReader,
    private readonly tryConnection: TryConnection,
    private readonly authorizations: AuthorizationDiscovery,
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
    const serverUrl = await this.tryConnection.checkUrl(request.serverUrl);
    const { headers, authorization } = await this.credentials({ ...request, serverUrl }, current);
    const transport = request.transport ?? current?.transport ?? 'auto';
    const timeoutSeconds = request.timeoutSeconds ?? current?.timeoutSeconds ?? TIMEOUT_SECONDS_DEFAULT;
    const { workspaceId } = request;
    const address = { workspaceId, serverUrl, transport, timeoutMs: timeoutSeconds * MS_PER_SECOND };
    try {
      const { discovery, issuer } = await this.tryConnection.execute({ address, headers, authorization });
      return discovery === null ? toWaitingTest(issuer) : toPassedTest(discovery.server);
    } catch (error) {
      const isRefused = error instanceof DomainError && error.code === 'discovery.refused';
      if (!isRefused || authorization.how !== 'none') throw error;
      return toFailedTest(error, await this.findIssuer(serverUrl, headers));
    }
  }

  /** Stored ones leave for the server that they were saved for and for no other: the plan of the same update refuses it. */
  private async credentials(request: TestIntegrationRequest, current: Integration | null): Promise<PlannedCredentials> {
    if (current !== null) return this.planned.read(current, planUpdate(current, request), request);
    const headers = toHeaderRecord(request.headers ?? []);
    const { workspaceId, serverUrl, oauth, actor } = request;
    const auth = chooseAuth({ auth: request.auth, hasHeaders: Object.keys(headers).length > 0, oauth });
    const ref = { workspaceId, integrationId: newId() };
    return { headers, authorization: toNewAuthorization(ref, { auth, serverUrl, headers, oauth, setBy: actor.name }) };
  }

  /** A server that wants an authorization which nobody mentioned; null where it does not say whose. */
  private async findIssuer(serverUrl: string, headers: HeaderRecord): Promise<string | null> {
    try {
      return (await this.authorizations.discover({ serverUrl, headers, issuer: null })).metadata.issuer;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return null;
    }
  }
}
