import { CLOSED_INTEGRATION_POLICY, healIntegrationPolicy, type IntegrationPolicy } from '@countersign/tool-policy';
import { parseDocument } from '../tool-policies/parse-document.js';

/** A document that cannot be read opens nothing. */
export function readIntegrationPolicy(document: string): IntegrationPolicy {
  const healed = healIntegrationPolicy(parseDocument(document));
  return healed.ok ? healed.policy : CLOSED_INTEGRATION_POLICY;
}
