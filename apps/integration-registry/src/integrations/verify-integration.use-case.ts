import { DomainError } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable, Logger } from '@nestjs/common';
import { HeaderStore } from '../credentials/header-store.repository.js';
import { McpServerClient, type ServerAddress } from '../discovery/mcp-server.client.js';
import {
  type FailedDiscovery,
  RecordDiscovery,
  type SuccessfulDiscovery,
} from '../discovery/record-discovery.use-case.js';
import { SingleFlight } from '../discovery/single-flight.js';
import { type IntegrationRef, IntegrationRepository } from './integration.repository.js';
import { MS_PER_SECOND } from './timeouts.js';

type Outcome = ({ readonly ok: true } & SuccessfulDiscovery) | ({ readonly ok: false } & FailedDiscovery);

/** Discovers a registered server again. That it fails is an outcome, which is kept; it throws for nothing that the server does. */
@Injectable()
export class VerifyIntegration {
  private readonly logger = new Logger(VerifyIntegration.name);
  private readonly flights = new SingleFlight<void>();

  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly headers: HeaderStore,
    private readonly servers: McpServerClient,
    private readonly recordDiscovery: RecordDiscovery,
  ) {}

  /** @throws IntegrationNotFoundError */
  async execute({ workspaceId, integrationId }: IntegrationRef): Promise<void> {
    const key = `${workspaceId} ${integrationId}`.toLowerCase();
    await this.flights.run(key, () => this.verify({ workspaceId, integrationId }));
  }

  private async verify(ref: IntegrationRef): Promise<void> {
    const { connectionRevision, address } = await this.database.read(ref.workspaceId, async (tx) => {
      const integration = await this.integrations.get(tx, ref);
      const { serverUrl, timeoutSeconds } = integration;
      const headers = await this.headers.open(tx, integration);
      const timeoutMs = timeoutSeconds * MS_PER_SECOND;
      return { connectionRevision: integration.connectionRevision, address: { serverUrl, headers, timeoutMs } };
    });
    const outcome = await this.discover(address);
    const failure = outcome.ok ? {} : { code: outcome.code };
    this.logger.log('verified', { ...ref, ok: outcome.ok, durationMs: Math.round(outcome.durationMs), ...failure });
    await this.record(ref, connectionRevision, outcome);
  }

  private async discover(address: ServerAddress): Promise<Outcome> {
    const startedAt = performance.now();
    try {
      const server = await this.servers.discover(address);
      return { ok: true, server, durationMs: performance.now() - startedAt };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { ok: false, code: error.code, message: error.message, durationMs: performance.now() - startedAt };
    }
  }

  private async record(ref: IntegrationRef, connectionRevision: number, outcome: Outcome): Promise<void> {
    await this.database.transaction(ref.workspaceId, async (tx) => {
      const integration = await this.integrations.getLocked(tx, ref);
      // Another connection by now, which was discovered when it was set: this is news of a server that is no longer ours.
      if (integration.connectionRevision !== connectionRevision) return;
      if (outcome.ok) await this.recordDiscovery.success(tx, integration, outcome, { isOtherServer: false });
      else await this.recordDiscovery.failure(tx, integration, outcome);
    });
  }
}
