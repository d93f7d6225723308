import { isDeepStrictEqual } from 'node:util';
import type { IntegrationPolicyView, UpdateIntegrationPolicyRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import type { IntegrationPolicy } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditRepository } from '../audit/audit.repository.js';
import { wayOf } from '../audit/way-of.js';
import { TakeRevision } from '../revisions/take-revision.use-case.js';
import { toIntegrationPolicyView } from './integration-policy.view.js';
import { PreconditionFailedError } from './integration.errors.js';
import { IntegrationRepository } from './integration.repository.js';
import { readIntegrationPolicy } from './read-integration-policy.js';

/**
 * What tools nobody decided about start with, whether changes wait for an acknowledgement, and whether the server's
 * resources and prompts are passed through.
 */
@Injectable()
export class UpdateIntegrationPolicy {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly takeRevision: TakeRevision,
    private readonly audit: AuditRepository,
  ) {}

  /** @throws IntegrationNotFoundError, PreconditionFailedError */
  async execute(request: UpdateIntegrationPolicyRequest): Promise<IntegrationPolicyView> {
    const { workspaceId, ifRevision } = request;
    return this.database.transaction(workspaceId, async (tx) => {
      const integration = await this.integrations.getLocked(tx, request);
      if (typeof ifRevision === 'number' && ifRevision !== integration.revision) {
        throw new PreconditionFailedError(ifRevision, integration.revision);
      }
      const before = readIntegrationPolicy(integration.document);
      const after = {
        posture: request.posture ?? before.posture,
        trusted: request.trusted ?? before.trusted,
        resources: request.resources ?? before.resources,
        prompts: request.prompts ?? before.prompts,
      } satisfies IntegrationPolicy;
      if (!isDeepStrictEqual(before, after)) await this.write(tx, request, before, after);
      return toIntegrationPolicyView(await this.integrations.get(tx, request));
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
