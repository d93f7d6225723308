import type { IntegrationPolicyView } from '@countersign/contracts';
import type { IntegrationEntity } from './integration.entity.js';
import { readIntegrationPolicy } from './read-integration-policy.js';

export function toIntegrationPolicyView(integration: IntegrationEntity): IntegrationPolicyView {
  const { integrationId, revision } = integration;
  const { posture, trusted, resources, prompts } = readIntegrationPolicy(integration.document);
  return { integrationId, posture, trusted, resources, prompts, revision };
}
