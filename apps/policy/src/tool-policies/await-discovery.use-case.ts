import { Injectable } from '@nestjs/common';
import { AwaitIntegration } from '../integrations/await-integration.use-case.js';
import { IntegrationNotFoundError } from '../integrations/integration.errors.js';
import type { IntegrationEntity } from '../integrations/integration.entity.js';
import type { IntegrationKey } from '../integrations/integration.repository.js';
import { NotYetMergedError } from './tool-policy.errors.js';

/** Two deliveries of an event and a merge fit; a person does not wait longer for a PATCH. */
const AWAIT_DISCOVERY_MS_MAX = 5_000;

/** What the registry calls the snapshot of such an integration. */
const NEVER_VERIFIED = 0;

/** Lets `servers add` be followed by `tools set` at once: the registry knows a snapshot before this service has merged it. */
@Injectable()
export class AwaitDiscovery {
  constructor(private readonly awaitIntegration: AwaitIntegration) {}

  /**
   * Returns when that snapshot or a newer one is merged. An integration that is not here yet is waited for as well.
   *
   * @throws IntegrationNotFoundError, NotYetMergedError
   */
  async execute(key: IntegrationKey, minSnapshotRevision: number): Promise<void> {
    const isMerged = ({ snapshotRevision }: IntegrationEntity): boolean =>
      (snapshotRevision ?? NEVER_VERIFIED) >= minSnapshotRevision;
    const integration = await this.awaitIntegration.execute(
      key,
      (candidate) => isMerged(candidate) || candidate.removedAt !== null,
      AWAIT_DISCOVERY_MS_MAX,
    );
    if (integration === null || integration.removedAt !== null) throw new IntegrationNotFoundError(key.integrationId);
    if (!isMerged(integration)) throw new NotYetMergedError(minSnapshotRevision, integration.snapshotRevision);
  }
}
