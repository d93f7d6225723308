import type { EventEnvelope, IntegrationRegistered } from '@countersign/contracts';
import { INTEGRATION_POLICY_DEFAULTS } from '@countersign/tool-policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SYSTEM_ACTOR } from '../audit/audit-entry.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { TakeRevision } from '../revisions/take-revision.use-case.js';
import { IntegrationRepository } from './integration.repository.js';

/** The parts of the event that matter; whoever catches up without it has them from the registry. */
type Registration = Pick<
  EventEnvelope<Pick<IntegrationRegistered, 'integrationId' | 'slug' | 'posture' | 'connectionRevision' | 'actor'>>,
  'workspaceId' | 'data'
>;

/** From here on the integration has a policy, with the posture that it was registered with. */
@Injectable()
export class RegisterIntegration {
  constructor(
    private readonly integrations: IntegrationRepository,
    private readonly takeRevision: TakeRevision,
    private readonly audit: AuditRepository,
  ) {}

  async execute(tx: EntityManager, { workspaceId, data }: Registration): Promise<void> {
    const { integrationId, slug, posture, connectionRevision, actor } = data;
    const key = { workspaceId, integrationId };
    const policy = { ...INTEGRATION_POLICY_DEFAULTS, posture };
    const document = JSON.stringify(policy);
    const isNew = await this.integrations.insert(tx, { ...key, slug, document, connectionRevision, revision: 0 });
    // A tombstone, or a registration that was announced twice.
    if (!isNew) return;
    const revision = await this.takeRevision.execute(tx, workspaceId, integrationId);
    await this.integrations.setDocument(tx, key, document, revision);
    await this.audit.append(tx, workspaceId, [
      {
        action: 'integration_policy.created',
        actor: actor ?? SYSTEM_ACTOR,
        integrationId,
        revision,
        after: { slug, ...policy },
      },
    ]);
  }
}
