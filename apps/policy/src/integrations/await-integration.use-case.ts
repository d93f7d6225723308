import { setTimeout as delay } from 'node:timers/promises';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { IntegrationEntity } from './integration.entity.js';
import { IntegrationRepository, type IntegrationKey } from './integration.repository.js';

/** A primary-key read costs little, and somebody waits for the answer. */
const POLL_INTERVAL_MS = 25;

/** Events of one integration travel separately; this lets one that is early wait for the other. */
@Injectable()
export class AwaitIntegration {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
  ) {}

  /** The integration as soon as it is as wanted, else as it is after the time-out; null where it is unknown then. */
  async execute(
    key: IntegrationKey,
    isAsWanted: (integration: IntegrationEntity) => boolean,
    timeoutMs: number,
  ): Promise<IntegrationEntity | null> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const integration = await this.database.read(key.workspaceId, (tx) => this.integrations.find(tx, key));
      const isOver = performance.now() >= deadline;
      if (isOver || (integration !== null && isAsWanted(integration))) return integration;
      await delay(POLL_INTERVAL_MS);
    }
  }
}
