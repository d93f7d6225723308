import type { IntegrationPolicyView, UpdateIntegrationPolicyRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import type { IntegrationPolicy } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditRepository } from '../audit/audit.repository.js';
import { wayOf } from '../audit/way-of.js';
import { TakeRevision } from '../revisions/take-revision.use-case.js';
import { WorkspaceRevisionRepository } from '../revisions/workspace-revision.repository.js';
import { toIntegrationPolicyView } from './integration-policy.view.js';
import { IntegrationRepository } from './integration.repository.js';
import { readIntegrationPolicy } from './read-integration-policy.js';

/** Posture and trust: what tools nobody decided about start with, and whether changes wait for an acknowledgement. */
@Injectable()
export class UpdateIntegrationPolicy {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly revisions: WorkspaceRevisionRepository,
    private readonly takeRevision: TakeRevision,
    private readonly audit: AuditRepository,
  ) {}

  /** @throws IntegrationNotFoundError */
  async execute(request: UpdateIntegrationPolicyRequest): Promise<IntegrationPolicyView> {
    const { workspaceId } = request;
    return this.database.transaction(workspaceId, async (tx) => {
      const integration = await this.integrations.getLocked(tx, request);
      const before = readIntegrationPolicy(integration.document);
      const after = {
        ...before,
        posture: request.posture ?? before.posture,
        trusted: request.trusted ?? before.trusted,
      };
      const isChanged = before.posture !== after.posture || before.trusted !== after.trusted;
      if (isChanged) await this.write(tx, request, before, after);
      const revision = await this.revisions.current(tx, workspaceId);
      return toIntegrationPolicyView(await this.integrations.get(tx, request), revision);
    });
  }

  private async write(
    tx: EntityManager,
    request: UpdateIntegrationPolicyRequest,
    before: IntegrationPolicy,
    after: IntegrationPolicy,
  ): Promise<void> {
    const { workspaceId, integrationId, actor } = request;
    const revision = await this.takeRevision.execute(tx, workspaceId, integrationId);
    await this.integrations.setDocument(tx, request, JSON.stringify(after), revision);
    await this.audit.append(tx, workspaceId, [
      { action: 'integration_policy.updated', actor, way: wayOf(request), integrationId, revision, before, after },
    ]);
  }
}
