import { approvalSettings, type Invalidation, type StoredRow } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ApprovalRepository } from '../approvals/approval.repository.js';
import { InvalidateApprovals } from '../approvals/invalidate-approvals.use-case.js';
import type { AuditEntry } from '../audit/audit-entry.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { IntegrationKey } from '../integrations/integration.repository.js';
import { TakeRevision } from '../revisions/take-revision.use-case.js';
import { ToolPolicyRepository } from './tool-policy.repository.js';

export interface ToolPolicyWrite {
  /** Every row of the integration, in its order. */
  readonly rows: readonly StoredRow[];
  /** Tools whose rows are to be written. */
  readonly names: readonly string[];
  readonly invalidated: readonly Invalidation[];
  readonly audit: readonly AuditEntry[];
}

/** Writes changed tools with everything that follows: revision, announcement, void approvals, who is asked, audit. */
@Injectable()
export class RecordToolPolicies {
  constructor(
    private readonly toolPolicies: ToolPolicyRepository,
    private readonly takeRevision: TakeRevision,
    private readonly invalidateApprovals: InvalidateApprovals,
    private readonly approvals: ApprovalRepository,
    private readonly audit: AuditRepository,
  ) {}

  /** The revision that the change took. The caller holds the integration's row lock. */
  async execute(tx: EntityManager, key: IntegrationKey, write: ToolPolicyWrite): Promise<number> {
    const { workspaceId, integrationId } = key;
    const revision = await this.takeRevision.execute(tx, workspaceId, integrationId);
    await this.toolPolicies.write(tx, key, { rows: write.rows, names: write.names, revision });
    await this.invalidateApprovals.ofTools(tx, key, write.invalidated);
    await this.approvals.regroup(tx, key, groupsOf(write));
    await this.audit.append(
      tx,
      workspaceId,
      write.audit.map((entry) => ({ ...entry, integrationId, revision })),
    );
    return revision;
  }
}

/** Whom each written tool names: what is pending is listed for those, and decided by them. */
function groupsOf({ rows, names }: ToolPolicyWrite): ReadonlyMap<string, string | null> {
  const written = new Set(names);
  return new Map(
    rows.flatMap((row) =>
      row.kind === 'readable' && written.has(row.policy.toolName)
        ? [[row.policy.toolName, approvalSettings(row.policy).approverGroup]]
        : [],
    ),
  );
}
