import type { PrunedTools, PruneToolsRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { pruneMissing, type ToolPolicy } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '../audit/audit-entry.js';
import { wayOf } from '../audit/way-of.js';
import { WorkspaceRevisionRepository } from '../revisions/workspace-revision.repository.js';
import { RecordToolPolicies } from './record-tool-policies.use-case.js';
import { ToolPolicyRepository } from './tool-policy.repository.js';
import { toUpdateError } from './tool-policy.errors.js';
import { UpdateBasisRepository } from './update-basis.repository.js';

/** Forgets missing tools because a person says so, all or nothing. Copies learn that there is no policy any more. */
@Injectable()
export class PruneTools {
  constructor(
    private readonly database: Database,
    private readonly basis: UpdateBasisRepository,
    private readonly revisions: WorkspaceRevisionRepository,
    private readonly toolPolicies: ToolPolicyRepository,
    private readonly record: RecordToolPolicies,
  ) {}

  /** @throws IntegrationNotFoundError, InvalidInputError, UpdateRefusedError */
  async execute(request: PruneToolsRequest): Promise<PrunedTools> {
    const { workspaceId, integrationId, names } = request;
    const key = { workspaceId, integrationId };
    return this.database.transaction(workspaceId, async (tx) => {
      const { rows, context } = await this.basis.getLocked(tx, key);
      const result = pruneMissing(rows, names ?? null, context);
      if (!result.ok) throw toUpdateError(result.problems);
      const { pruned } = result;
      if (pruned.length === 0) return { pruned: 0, revision: await this.revisions.current(tx, workspaceId) };
      const revision = await this.record.execute(tx, key, {
        rows: result.rows,
        names: [],
        // Whatever is still pending was asked under a policy that is gone now.
        invalidated: pruned.map(({ toolName }) => ({ toolName, code: 'missing' })),
        audit: pruned.map((before) => toAuditEntry(before, request)),
      });
      await this.toolPolicies.prune(tx, key, { names: pruned.map(({ toolName }) => toolName), revision });
      return { pruned: pruned.length, revision };
    });
  }
}

function toAuditEntry(before: ToolPolicy, request: PruneToolsRequest): AuditEntry {
  const { toolName } = before;
  return { action: 'tool_policy.pruned', actor: request.actor, way: wayOf(request), toolName, before };
}
