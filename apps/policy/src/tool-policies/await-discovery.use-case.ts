import { setTimeout as delay } from 'node:timers/promises';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { IntegrationRepository, type IntegrationKey } from '../integrations/integration.repository.js';
import { NotYetMergedError } from './tool-policy.errors.js';

/** Two deliveries of an event and a merge fit; a person does not wait longer for a PATCH. */
const AWAIT_DISCOVERY_MS_MAX = 5_000;
/** A primary-key read costs little, and a script waits for the answer. */
const POLL_INTERVAL_MS = 50;

/** Lets `servers add` be followed by `tools set` at once: the registry knows a snapshot before this service has merged it. */
@Injectable()
export class AwaitDiscovery {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
  ) {}

  /**
   * Returns when that snapshot or a newer one is merged. An integration that is not here yet is waited for as well.
   *
   * @throws IntegrationNotFoundError, NotYetMergedError
   */
  async execute(key: IntegrationKey, minSnapshotRevision: number): Promise<void> {
    const deadline = performance.now() + AWAIT_DISCOVERY_MS_MAX;
    while (performance.now() < deadline) {
      const integration = await this.database.read(key.workspaceId, (tx) => this.integrations.find(tx, key));
      if ((integration?.snapshotRevision ?? -1) >= minSnapshotRevision || integration?.removedAt) return;
      await delay(POLL_INTERVAL_MS);
    }
    const integration = await this.database.read(key.workspaceId, (tx) => this.integrations.get(tx, key));
    throw new NotYetMergedError(minSnapshotRevision, integration.snapshotRevision);
  }
}
