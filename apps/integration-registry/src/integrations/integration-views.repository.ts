import type { IntegrationView } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CredentialViews } from '../credentials/credential-views.repository.js';
import { DiscoveryAttemptRepository } from '../discovery/discovery-attempt.repository.js';
import { WatchRepository } from '../watching/watch.repository.js';
import { toHealthView } from '../watching/watch.view.js';
import type { Integration } from './integration.entity.js';
import { type IntegrationRef, IntegrationRepository } from './integration.repository.js';
import { toIntegrationView } from './integration.view.js';

/** Integrations as people see them, put together from their tables. */
@Injectable()
export class IntegrationViews {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly credentials: CredentialViews,
    private readonly attempts: DiscoveryAttemptRepository,
    private readonly watches: WatchRepository,
  ) {}

  /** @throws IntegrationNotFoundError */
  async read(ref: IntegrationRef): Promise<IntegrationView> {
    return this.database.read(ref.workspaceId, async (tx) => {
      const [view] = await this.toViews(tx, ref.workspaceId, [await this.integrations.get(tx, ref)]);
      if (view === undefined) throw new Error('an integration has no view');
      return view;
    });
  }

  /** In the order of registration; from the first where `afterId` is null. */
  async listAfter(workspaceId: string, afterId: string | null, limit: number): Promise<IntegrationView[]> {
    return this.database.read(workspaceId, async (tx) =>
      this.toViews(tx, workspaceId, await this.integrations.listAfter(tx, workspaceId, afterId, limit)),
    );
  }

  private async toViews(
    tx: EntityManager,
    workspaceId: string,
    rows: readonly Integration[],
  ): Promise<IntegrationView[]> {
    const ids = rows.map((row) => row.id);
    const credentials = await this.credentials.list(tx, workspaceId, rows);
    const attempts = await this.attempts.listLatest(tx, workspaceId, ids);
    const watches = await this.watches.list(tx, workspaceId, ids);
    return rows.map((row, index) =>
      toIntegrationView(row, {
        headers: credentials[index]?.headers ?? [],
        authorization: credentials[index]?.authorization ?? null,
        lastAttempt: attempts.get(row.id) ?? null,
        health: toHealthView(watches.get(row.id)),
      }),
    );
  }
}
