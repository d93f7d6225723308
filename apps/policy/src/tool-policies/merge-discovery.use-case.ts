import { mergeDiscovery, type MergeResult } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { InvalidateApprovals } from '../approvals/invalidate-approvals.use-case.js';
import { type AuditEntry, SYSTEM_ACTOR } from '../audit/audit-entry.js';
import { IntegrationNotYetKnownError } from '../integrations/integration.errors.js';
import type { IntegrationEntity } from '../integrations/integration.entity.js';
import { IntegrationRepository, type IntegrationKey } from '../integrations/integration.repository.js';
import { readIntegrationPolicy } from '../integrations/read-integration-policy.js';
import type { Catalogue } from './catalogue.client.js';
import { RecordToolPolicies } from './record-tool-policies.use-case.js';
import { summarizeMerge } from './summarize-merge.js';
import { toDiscoveredTool } from './to-discovered-tool.js';
import { ToolDefinitionRepository } from './tool-definition.repository.js';
import { CatalogueMovedError } from './tool-policy.errors.js';
import { ToolPolicyRepository } from './tool-policy.repository.js';

type Merged = Extract<MergeResult, { kind: 'merged' }>;

/** Brings what a discovery found together with what people decided. */
@Injectable()
export class MergeDiscovery {
  constructor(
    private readonly integrations: IntegrationRepository,
    private readonly toolPolicies: ToolPolicyRepository,
    private readonly definitions: ToolDefinitionRepository,
    private readonly record: RecordToolPolicies,
    private readonly invalidateApprovals: InvalidateApprovals,
  ) {}

  async execute(tx: EntityManager, key: IntegrationKey, catalogue: Catalogue): Promise<void> {
    const integration = await this.integrations.findLocked(tx, key, 'update');
    if (integration === null) throw new IntegrationNotYetKnownError(key.integrationId);
    // The registry's answer is older than an edit that was announced since: its next answer is not.
    if (catalogue.connectionRevision < integration.connectionRevision) throw new CatalogueMovedError(key.integrationId);
    const result = mergeDiscovery({
      stored: await this.toolPolicies.list(tx, key),
      storedSnapshotRevision: integration.snapshotRevision,
      tombstone: integration.removedAt !== null,
      integrationPolicy: readIntegrationPolicy(integration.document),
      discovered: catalogue.tools.map(toDiscoveredTool),
      snapshotRevision: catalogue.snapshotRevision,
      connectionMoved: catalogue.connectionRevision > integration.connectionRevision,
    });
    if (result.kind === 'merged') await this.write(tx, integration, catalogue, result);
  }

  private async write(
    tx: EntityManager,
    integration: IntegrationEntity,
    catalogue: Catalogue,
    merged: Merged,
  ): Promise<void> {
    const key = { workspaceId: integration.workspaceId, integrationId: integration.integrationId };
    await this.definitions.keep(tx, key.workspaceId, catalogue.tools);
    await this.integrations.setSnapshotRevision(tx, key, catalogue.snapshotRevision);
    if (isNews(integration, catalogue, merged)) await this.recordMerge(tx, integration, catalogue, merged);
    await this.invalidateApprovals.ofOldConnections(tx, key, catalogue.connectionRevision);
  }

  private async recordMerge(
    tx: EntityManager,
    { workspaceId, integrationId, snapshotRevision, connectionRevision }: IntegrationEntity,
    catalogue: Catalogue,
    merged: Merged,
  ): Promise<void> {
    const key = { workspaceId, integrationId };
    const entry: AuditEntry = {
      action: 'discovery.merged',
      actor: SYSTEM_ACTOR,
      before: { snapshotRevision },
      after: summarizeMerge(merged),
    };
    const { rows, changed, invalidated } = merged;
    const revision = await this.record.execute(tx, key, { rows, names: changed, invalidated, audit: [entry] });
    if (catalogue.connectionRevision > connectionRevision) {
      await this.integrations.setConnection(tx, key, { connectionRevision: catalogue.connectionRevision, revision });
    }
  }
}

/**
 * Servers are looked at every few minutes, and mostly offer what they did: that is no change that copies have to fetch and
 * people have to read. The first discovery is one, also of a server without tools.
 */
function isNews(
  { snapshotRevision, connectionRevision }: IntegrationEntity,
  catalogue: Catalogue,
  { changed, invalidated }: Merged,
): boolean {
  const isMoved = catalogue.connectionRevision > connectionRevision;
  return snapshotRevision === null || isMoved || changed.length > 0 || invalidated.length > 0;
}
