import type { UpdateIntegrationRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { HeaderStore } from '../credentials/header-store.repository.js';
import type { HeaderRecord } from '../credentials/header-vault.client.js';
import { toHeaderRecord } from '../credentials/to-header-record.js';
import { McpServerClient } from '../discovery/mcp-server.client.js';
import { RecordDiscovery, type SuccessfulDiscovery } from '../discovery/record-discovery.use-case.js';
import type { Integration } from './integration.entity.js';
import { IntegrationJournal } from './integration-journal.repository.js';
import type { UpdatePlan } from './plan-update.js';
import { MS_PER_SECOND } from './timeouts.js';

/** Points an integration at another URL, or gives it other credentials, once a server has answered there. */
@Injectable()
export class MoveConnection {
  constructor(
    private readonly database: Database,
    private readonly journal: IntegrationJournal,
    private readonly headers: HeaderStore,
    private readonly servers: McpServerClient,
    private readonly recordDiscovery: RecordDiscovery,
  ) {}

  /** @throws InvalidInputError, EgressRefusedError, DiscoveryError, IntegrationChangedError, IntegrationNotFoundError */
  async execute(request: UpdateIntegrationRequest, current: Integration, plan: UpdatePlan): Promise<void> {
    const given = toHeaderRecord(request.headers ?? []);
    const headers = plan.isHeadersReplaced
      ? given
      : await this.database.read(current.workspaceId, (tx) => this.headers.open(tx, current));
    const discovery = await this.discover({ ...current, ...plan.patch }, headers);
    const ref = { workspaceId: current.workspaceId, integrationId: current.id };
    const key = { ...ref, version: plan.patch.headersVersion ?? 0 };
    const sealed = plan.isHeadersReplaced ? await this.headers.seal(given, key, request.actor.name) : null;
    await this.database.transaction(ref.workspaceId, async (tx) => {
      const moved = await this.journal.update(tx, current, plan.patch, request.actor);
      if (plan.isHeadersReplaced) await this.headers.replace(tx, ref, sealed);
      await this.recordDiscovery.success(tx, moved, discovery, { isOtherServer: true });
    });
  }

  private async discover(
    { serverUrl, transport, timeoutSeconds }: Integration,
    headers: HeaderRecord,
  ): Promise<SuccessfulDiscovery> {
    const startedAt = performance.now();
    const timeoutMs = timeoutSeconds * MS_PER_SECOND;
    const server = await this.servers.discover({ serverUrl, headers, timeoutMs, transport, prior: null });
    return { server, durationMs: performance.now() - startedAt, trigger: 'update' };
  }
}
