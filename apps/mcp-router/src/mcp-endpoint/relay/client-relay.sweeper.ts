import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Rounds } from '@countersign/database';
import { CLIENT_ANSWER_KEPT_MS } from '../../limits.js';
import { ClientRelayRepository } from './client-relay.repository.js';

/** Rows past their end mean nothing to anybody; this only keeps the tables small. */
@Injectable()
export class ClientRelaySweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ClientRelaySweeper.name);
  private readonly rounds = new Rounds({
    everyMs: CLIENT_ANSWER_KEPT_MS,
    work: () => this.rows.deleteOld(),
    onFailure: (error) => this.logger.error({ err: error }, 'what clients said long ago was not swept'),
  });

  constructor(private readonly rows: ClientRelayRepository) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }
}
