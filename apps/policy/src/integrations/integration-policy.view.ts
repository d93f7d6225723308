import type { IntegrationPolicyView } from '@countersign/contracts';
import type { IntegrationEntity } from './integration.entity.js';
import { readIntegrationPolicy } from './read-integration-policy.js';

/** `revision` is the workspace's: the one that `If-Match` names. */
export function toIntegrationPolicyView(integration: IntegrationEntity, revision: number): IntegrationPolicyView {
  const { posture, trusted, resources, prompts } = readIntegrationPolicy(integration.document);
  return { integrationId: integration.integrationId, posture, trusted, resources, prompts, revision };
}
