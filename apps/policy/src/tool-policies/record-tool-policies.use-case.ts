import type { Invalidation, StoredRow } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
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

/** Writes changed tools with everything that follows: revision, announcement, void approvals, audit. */
@Injectable()
export class RecordToolPolicies {
  constructor(
    private readonly toolPolicies: ToolPolicyRepository,
    private readonly takeRevision: TakeRevision,
    private readonly invalidateApprovals: InvalidateApprovals,
    private readonly audit: AuditRepository,
  ) {}

  /** The revision that the change took. The caller holds the integration's row lock. */
  async execute(tx: EntityManager, key: IntegrationKey, write: ToolPolicyWrite): Promise<number> {
    const { workspaceId, integrationId } = key;
    const revision = await this.takeRevision.execute(tx, workspaceId, integrationId);
    await this.toolPolicies.write(tx, key, { rows: write.rows, names: write.names, revision });
    await this.invalidateApprovals.ofTools(tx, key, write.invalidated);
    await this.audit.append(
      tx,
      workspaceId,
      write.audit.map((entry) => ({ ...entry, integrationId, revision })),
    );
    return revision;
  }
}
