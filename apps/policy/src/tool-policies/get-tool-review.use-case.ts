import type { ToolReview, ToolReviewRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { findUnusableNames, rowsByName, type ToolPolicy } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { IntegrationRepository } from '../integrations/integration.repository.js';
import { ToolDefinitionRepository } from './tool-definition.repository.js';
import { toUpdateError } from './tool-policy.errors.js';
import { ToolPolicyRepository } from './tool-policy.repository.js';
import { toToolReview } from './tool-review.view.js';

/** How a tool differs from what was acknowledged last, as of one moment. */
@Injectable()
export class GetToolReview {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly toolPolicies: ToolPolicyRepository,
    private readonly definitions: ToolDefinitionRepository,
  ) {}

  /** @throws IntegrationNotFoundError, UpdateRefusedError */
  async execute(request: ToolReviewRequest): Promise<ToolReview> {
    return this.database.read(request.workspaceId, async (tx) => {
      await this.integrations.get(tx, request);
      const policy = await this.getPolicy(tx, request);
      const { definitionHash = '', acknowledgedHash = '' } = policy;
      const known = await this.definitions.findAll(tx, request.workspaceId, [definitionHash, acknowledgedHash]);
      return toToolReview(policy, { before: known.get(acknowledgedHash), after: known.get(definitionHash) });
    });
  }

  private async getPolicy(tx: EntityManager, request: ToolReviewRequest): Promise<ToolPolicy> {
    const { toolName } = request;
    const row = await this.toolPolicies.find(tx, request, toolName);
    if (row?.kind === 'readable') return row.policy;
    const place = { name: toolName, pointer: '/toolName' };
    throw toUpdateError(findUnusableNames([place], rowsByName(row === undefined ? [] : [row])));
  }
}
