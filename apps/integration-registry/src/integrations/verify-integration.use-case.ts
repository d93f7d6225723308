import { type DiscoveryTrigger, DomainError } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable, Logger } from '@nestjs/common';
import { DiscoveryBusyError } from '../discovery/discovery.errors.js';
import { RecordDiscovery } from '../discovery/record-discovery.use-case.js';
import { SingleFlight } from '../discovery/single-flight.js';
import { type VerificationTurn, VerificationTurns } from '../discovery/verification-turns.host.js';
import { AskServer } from './ask-server.use-case.js';
import { NotAuthorizedError } from './integration.errors.js';
import { type IntegrationRef, IntegrationRepository } from './integration.repository.js';

/** Discovers a registered server again. That it fails is an outcome, which is kept; it throws for nothing that the server does. */
@Injectable()
export class VerifyIntegration {
  private readonly logger = new Logger(VerifyIntegration.name);
  private readonly flights = new SingleFlight<void>();

  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly askServer: AskServer,
    private readonly recordDiscovery: RecordDiscovery,
    private readonly turns: VerificationTurns,
  ) {}

  /**
   * Who asks while it is under way, here or in another replica, waits for it.
   *
   * @throws IntegrationNotFoundError, DiscoveryBusyError; NotAuthorizedError when a person has to authorize it first
   */
  async execute({ workspaceId, integrationId }: IntegrationRef, trigger: DiscoveryTrigger): Promise<void> {
    const ref = { workspaceId, integrationId };
    const key = `${workspaceId} ${integrationId}`.toLowerCase();
    await this.flights.run(key, () => this.turns.run(ref, (turn) => this.verify(ref, trigger, turn)));
  }

  private async verify(ref: IntegrationRef, trigger: DiscoveryTrigger, turn: VerificationTurn): Promise<void> {
    const { connectionRevision } = await this.database.read(ref.workspaceId, (tx) => this.integrations.get(tx, ref));
    const { isNegotiated, ...outcome } = await this.ask(ref, trigger, turn);
    const failure = outcome.ok ? {} : { code: outcome.code };
    this.logger.log('verified', { ...ref, ok: outcome.ok, durationMs: Math.round(outcome.durationMs), ...failure });
    await this.database.transaction(ref.workspaceId, async (tx) => {
      const isMine = await turn.end(tx, { isNegotiated });
      if (isMine) await this.recordDiscovery.outcome(tx, ref, connectionRevision, outcome);
    });
  }

  private async ask(ref: IntegrationRef, trigger: DiscoveryTrigger, { isVerdictStale }: VerificationTurn) {
    const startedAt = performance.now();
    try {
      const { server, isNegotiated } = await this.askServer.execute(ref, isVerdictStale);
      return { ok: true, server, durationMs: performance.now() - startedAt, trigger, isNegotiated } as const;
    } catch (error) {
      // Nobody was asked, so there is no outcome.
      if (!(error instanceof DomainError) || wasNotAsked(error)) throw error;
      const { code, message } = error;
      return {
        ok: false,
        code,
        message,
        durationMs: performance.now() - startedAt,
        trigger,
        isNegotiated: false,
      } as const;
    }
  }
}

function wasNotAsked(error: DomainError): boolean {
  return error instanceof NotAuthorizedError || error instanceof DiscoveryBusyError;
}
