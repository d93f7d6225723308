import { type DiscoveryTrigger, DomainError } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable, Logger } from '@nestjs/common';
import { McpServerClient } from '../discovery/mcp-server.client.js';
import { type DiscoveryOutcome, RecordDiscovery } from '../discovery/record-discovery.use-case.js';
import type { ServerAddress } from '../discovery/server-address.js';
import { SingleFlight } from '../discovery/single-flight.js';
import { type VerificationTurn, VerificationTurns } from '../discovery/verification-turns.host.js';
import type { IntegrationRef } from './integration.repository.js';
import { StoredAddresses } from './stored-address.repository.js';

/** Discovers a registered server again. That it fails is an outcome, which is kept; it throws for nothing that the server does. */
@Injectable()
export class VerifyIntegration {
  private readonly logger = new Logger(VerifyIntegration.name);
  private readonly flights = new SingleFlight<void>();

  constructor(
    private readonly database: Database,
    private readonly addresses: StoredAddresses,
    private readonly servers: McpServerClient,
    private readonly recordDiscovery: RecordDiscovery,
    private readonly turns: VerificationTurns,
  ) {}

  /** Who asks while it is under way, here or in another replica, waits for it. @throws IntegrationNotFoundError */
  async execute({ workspaceId, integrationId }: IntegrationRef, trigger: DiscoveryTrigger): Promise<void> {
    const ref = { workspaceId, integrationId };
    const key = `${workspaceId} ${integrationId}`.toLowerCase();
    await this.flights.run(key, () => this.turns.run(ref, (turn) => this.verify(ref, trigger, turn)));
  }

  private async verify(ref: IntegrationRef, trigger: DiscoveryTrigger, turn: VerificationTurn): Promise<void> {
    const { connectionRevision, address } = await this.addresses.read(ref);
    const prior = turn.isVerdictStale ? null : address.prior;
    const outcome = await this.discover({ ...address, prior }, trigger);
    const failure = outcome.ok ? {} : { code: outcome.code };
    this.logger.log('verified', { ...ref, ok: outcome.ok, durationMs: Math.round(outcome.durationMs), ...failure });
    await this.database.transaction(ref.workspaceId, async (tx) => {
      const isMine = await turn.end(tx, { isNegotiated: outcome.ok && prior === null });
      if (isMine) await this.recordDiscovery.outcome(tx, ref, connectionRevision, outcome);
    });
  }

  private async discover(address: ServerAddress, trigger: DiscoveryTrigger): Promise<DiscoveryOutcome> {
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
}
