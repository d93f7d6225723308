import { type DiscoveryTrigger, DomainError } from '@countersign/contracts';
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
import type { Integration } from './integration.entity.js';
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
  async execute({ workspaceId, integrationId }: IntegrationRef, trigger: DiscoveryTrigger): Promise<void> {
    const key = `${workspaceId} ${integrationId}`.toLowerCase();
    await this.flights.run(key, () => this.verify({ workspaceId, integrationId }, trigger));
  }

  private async verify(ref: IntegrationRef, trigger: DiscoveryTrigger): Promise<void> {
    const { connectionRevision, address } = await this.database.read(ref.workspaceId, async (tx) => {
      const integration = await this.integrations.get(tx, ref);
      const address = toServerAddress(integration, await this.headers.open(tx, integration));
      return { connectionRevision: integration.connectionRevision, address };
    });
    const outcome = await this.discover(address, trigger);
    const failure = outcome.ok ? {} : { code: outcome.code };
    this.logger.log('verified', { ...ref, ok: outcome.ok, durationMs: Math.round(outcome.durationMs), ...failure });
    await this.record(ref, connectionRevision, outcome);
  }

  private async discover(address: ServerAddress, trigger: DiscoveryTrigger): Promise<Outcome> {
    const startedAt = performance.now();
    try {
      const server = await this.servers.discover(address);
      return { ok: true, server, durationMs: performance.now() - startedAt, trigger };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const durationMs = performance.now() - startedAt;
      return { ok: false, code: error.code, message: error.message, durationMs, trigger };
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

function toServerAddress(integration: Integration, headers: ServerAddress['headers']): ServerAddress {
  const { serverUrl, transport, timeoutSeconds } = integration;
  return { serverUrl, headers, timeoutMs: timeoutSeconds * MS_PER_SECOND, transport, prior: toPrior(integration) };
}

/** Null where it was never verified. */
function toPrior({ wireTransport, era, protocolVersion }: Integration): ServerAddress['prior'] {
  if (wireTransport === null || era === null || protocolVersion === null) return null;
  return { wireTransport, era, protocolVersion };
}
