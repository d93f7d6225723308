import { discoveryCompleted, type DiscoveryTrigger } from '@countersign/contracts';
import { Outbox } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DiscoveredServer } from '../discovery/discovered-server.js';
import type { Integration } from '../integrations/integration.entity.js';
import { IntegrationRepository } from '../integrations/integration.repository.js';
import { diffToolCatalogue } from './diff-tool-catalogue.js';
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
    private readonly outbox: Outbox,
  ) {}

  async execute(
    tx: EntityManager,
    integration: Integration,
    server: DiscoveredServer,
    { isOtherServer, trigger }: SnapshotOptions,
  ): Promise<void> {
    const ref = { workspaceId: integration.workspaceId, integrationId: integration.id };
    const diff = diffToolCatalogue(await this.tools.listCurrent(tx, ref), server.tools);
    const revision = await this.revisions.next(tx, ref.workspaceId);
    const snapshotRevision = integration.snapshotRevision + 1;
    await this.tools.write(tx, ref, server.tools, { value: revision, ofAll: isOtherServer });
    await this.tools.markRemoved(tx, ref, diff.removed, revision);
    await this.integrations.updateVerified(tx, ref, {
      status: 'connected',
      wireTransport: server.wireTransport,
      era: server.era,
      protocolVersion: server.protocolVersion,
      snapshotRevision,
      toolCount: server.tools.length,
      warnings: [...server.warnings],
    });
    const { connectionRevision } = integration;
    const { integrationId } = ref;
    const event = { integrationId, snapshotRevision, connectionRevision, revision, trigger, tools: server.tools, diff };
    await this.outbox.add(tx, discoveryCompleted, {
      workspaceId: ref.workspaceId,
      aggregateId: integrationId,
      data: toDiscoveryCompleted(event),
    });
  }
}
