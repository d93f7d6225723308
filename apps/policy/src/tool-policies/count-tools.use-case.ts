import type { CountToolsRequest, ToolCounts, ToolCountsList } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EntitlementRepository } from '../entitlements/entitlement.repository.js';
import { IntegrationRepository } from '../integrations/integration.repository.js';
import { readIntegrationPolicy } from '../integrations/read-integration-policy.js';
import { WorkspaceRevisionRepository } from '../revisions/workspace-revision.repository.js';
import { type CountedTool, countTools } from './count-tools.js';
import { ToolPolicyRepository } from './tool-policy.repository.js';

/** Workspaces whose counts are remembered: those that somebody looks at. */
const REMEMBERED_MAX = 100;

interface Remembered {
  /** Of the workspace: nothing that counts can change without it. */
  readonly revision: number;
  readonly counts: Map<string, ToolCounts>;
}

/** The tools of a page of integrations, counted. They are counted again when something has changed, and else remembered. */
@Injectable()
export class CountTools {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly toolPolicies: ToolPolicyRepository,
    private readonly entitlements: EntitlementRepository,
    private readonly revisions: WorkspaceRevisionRepository,
  ) {}

  async execute({ workspaceId, integrationIds }: CountToolsRequest): Promise<ToolCountsList> {
    return this.database.read(workspaceId, async (tx) => {
      const { counts } = this.recall(workspaceId, await this.revisions.current(tx, workspaceId));
      const unknown = integrationIds.filter((id) => !counts.has(id));
      for (const counted of await this.count(tx, workspaceId, unknown)) counts.set(counted.integrationId, counted);
      return { items: [...new Set(integrationIds)].flatMap((id) => counts.get(id) ?? []) };
    });
  }

  private async count(tx: EntityManager, workspaceId: string, ids: readonly string[]): Promise<ToolCounts[]> {
    if (ids.length === 0) return [];
    const integrations = await this.integrations.listPresent(tx, workspaceId, ids);
    const tools = await this.toolPolicies.listForCounts(tx, workspaceId, ids);
    const { entitlements } = await this.entitlements.get(tx, workspaceId);
    const none: readonly CountedTool[] = [];
    return integrations.map(({ integrationId, document }) => {
      const integrationPolicy = readIntegrationPolicy(document);
      return countTools(integrationId, tools.get(integrationId) ?? none, { integrationPolicy, entitlements });
    });
  }

  private recall(workspaceId: string, revision: number): Remembered {
    const known = this.remembered.get(workspaceId);
    const current = known?.revision === revision ? known : { revision, counts: new Map<string, ToolCounts>() };
    // To the end of the queue, whose first is forgotten.
    this.remembered.delete(workspaceId);
    this.remembered.set(workspaceId, current);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > REMEMBERED_MAX && oldest !== undefined) this.remembered.delete(oldest);
    return current;
  }
}
