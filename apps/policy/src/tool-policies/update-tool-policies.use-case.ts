import type { ToolPoliciesUpdated, UpdateToolPoliciesRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { applyToolUpdates } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import { wayOf } from '../audit/way-of.js';
import { PreconditionFailedError } from '../integrations/integration.errors.js';
import { RecordToolPolicies } from './record-tool-policies.use-case.js';
import { toUpdateError } from './tool-policy.errors.js';
import { UpdateBasisRepository } from './update-basis.repository.js';

/** What a person decides about tools, all or nothing. */
@Injectable()
export class UpdateToolPolicies {
  constructor(
    private readonly database: Database,
    private readonly basis: UpdateBasisRepository,
    private readonly record: RecordToolPolicies,
  ) {}

  /** @throws IntegrationNotFoundError, PreconditionFailedError, InvalidInputError, UpdateRefusedError */
  async execute(request: UpdateToolPoliciesRequest): Promise<ToolPoliciesUpdated> {
    const { workspaceId, integrationId, actor, ifRevision } = request;
    const way = wayOf(request);
    return this.database.transaction(workspaceId, async (tx) => {
      const { rows, context, revision: current } = await this.basis.getLocked(tx, request);
      if (typeof ifRevision === 'number' && ifRevision !== current) {
        throw new PreconditionFailedError(ifRevision, current);
      }
      const result = applyToolUpdates(rows, request.tools, context);
      if (!result.ok) throw toUpdateError(result.problems);
      if (result.changes.length === 0) return { revision: current };
      const revision = await this.record.execute(
        tx,
        { workspaceId, integrationId },
        {
          rows: result.rows,
          names: result.changes.map(({ toolName }) => toolName),
          invalidated: result.invalidated,
          audit: result.changes.map((change) => ({ action: 'tool_policy.updated', actor, way, ...change })),
        },
      );
      return { revision };
    });
  }
}
