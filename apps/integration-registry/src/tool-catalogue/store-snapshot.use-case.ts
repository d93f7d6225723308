import { discoveryCompleted, type DiscoveryTrigger } from '@countersign/contracts';
import { Outbox } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DiscoveredServer } from '../discovery/discovered-server.js';
import type { Integration } from '../integrations/integration.entity.js';
import { type IntegrationRef, IntegrationRepository } from '../integrations/integration.repository.js';
import { boundNames } from './bound-names.js';
import { RecordDrift } from './drift/record-drift.use-case.js';
import { diffToolCatalogue, type StoredTool } from './diff-tool-catalogue.js';
import { toDiscoveryCompleted } from './to-discovery-completed.js';
import { ToolRepository } from './tool.repository.js';
import { WorkspaceRevisionRepository } from './workspace-revision.repository.js';

export interface SnapshotOptions {
  /** The connection moved: every tool may be another server's now, whatever its definition says. */
  readonly isOtherServer: boolean;
  readonly trigger: DiscoveryTrigger;
}

/** Makes what was discovered the current snapshot of an integration that this transaction has locked. */
@Injectable()
export class StoreSnapshot {
  constructor(
    private readonly integrations: IntegrationRepository,
    private readonly tools: ToolRepository,
    private readonly revisions: WorkspaceRevisionRepository,
    private readonly recordDrift: RecordDrift,
    private readonly outbox: Outbox,
  ) {}

  async execute(
    tx: EntityManager,
    integration: Integration,
    discovered: DiscoveredServer,
    { isOtherServer, trigger }: SnapshotOptions,
  ): Promise<void> {
    const ref = { workspaceId: integration.workspaceId, integrationId: integration.id };
    const snapshotRevision = integration.snapshotRevision + 1;
    const current = await this.tools.listCurrent(tx, ref);
    const server = await this.withinNames(tx, ref, { current, discovered });
    const diff = diffToolCatalogue(current, server.tools);
    const news = { ref, snapshotRevision, connectionMoved: isOtherServer, current, discovered: server.tools };
    // Comparing may take a while; from the revision on, the whole workspace waits.
    const drift = await this.recordDrift.execute(tx, news);
    const revision = await this.revisions.next(tx, ref.workspaceId);
    await this.tools.write(tx, ref, server.tools, { value: revision, ofAll: isOtherServer });
    await this.tools.markRemoved(tx, ref, diff.removed, revision);
    await this.integrations.updateVerified(tx, ref, {
      status: 'connected',
      wireTransport: server.wireTransport,
      era: server.era,
      protocolVersion: server.protocolVersion,
      snapshotRevision,
      snapshotConnectionRevision: integration.connectionRevision,
      toolCount: server.tools.length,
      warnings: [...server.warnings],
    });
    const { connectionRevision } = integration;
    const { workspaceId, integrationId } = ref;
    const revisions = { snapshotRevision, connectionRevision, revision };
    const event = { integrationId, ...revisions, trigger, tools: server.tools, diff, drift };
    const data = toDiscoveryCompleted(event);
    await this.outbox.add(tx, discoveryCompleted, { workspaceId, aggregateId: integrationId, data });
  }

  private async withinNames(
    tx: EntityManager,
    ref: IntegrationRef,
    { current, discovered }: { readonly current: readonly StoredTool[]; readonly discovered: DiscoveredServer },
  ): Promise<DiscoveredServer> {
    const currentNames = new Set(current.map(({ name }) => name));
    const others = discovered.tools.filter(({ name }) => !currentNames.has(name)).map(({ name }) => name);
    if (others.length === 0) return discovered;
    const { names, count } = await this.tools.findKnownNames(tx, ref, others);
    return boundNames(discovered, { count, has: (name) => currentNames.has(name) || names.has(name) });
  }
}
