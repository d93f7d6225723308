import {
  CLOSED_INTEGRATION_POLICY,
  type Entitlements,
  type IntegrationPolicy,
  type StoredRow,
  toPolicyLookup,
  verdict,
} from '@countersign/tool-policy';
import type { ApprovalEntity } from './approval.entity.js';

/** What would be ruled by if the call were sent now. */
export interface Rules {
  readonly row: StoredRow | undefined;
  readonly integrationPolicy: IntegrationPolicy | undefined;
  readonly entitlements: Entitlements;
}

type Asked = Pick<ApprovalEntity, 'state' | 'definitionHash' | 'askReason'>;

/**
 * Why an approval of this would run nothing: the verdict at dispatch would be `deny` whatever a person decides. Null: it
 * would run, or there is nothing to decide any more. It can change until then, either way, so it refuses no decision.
 */
export function findObstacle({ state, definitionHash, askReason }: Asked, rules: Rules): string | null {
  if (state !== 'pending') return null;
  const now = verdict({
    policy: toPolicyLookup(rules.row),
    integrationPolicy: rules.integrationPolicy ?? CLOSED_INTEGRATION_POLICY,
    catalogueDefinitionHash: definitionHash,
    entitlements: rules.entitlements,
    scope: askReason === 'strictness' ? 'ask' : 'allow',
  });
  return now.verdict === 'deny' ? now.reason.text : null;
}
