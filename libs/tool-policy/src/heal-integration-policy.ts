import type { DocumentProblem } from './document-reader.js';
import { DocumentReader, isBoolean, isOneOf, isRecord, kindOf } from './document-reader.js';
import type { IntegrationPolicy } from './tool-policy.js';
import { INTEGRATION_POLICY_DEFAULTS, POSTURES } from './tool-policy.js';

export type HealedIntegrationPolicy =
  | { readonly ok: true; readonly policy: IntegrationPolicy; readonly isHealed: boolean }
  | { readonly ok: false; readonly problem: DocumentProblem };

const KNOWN_FIELDS = ['posture', 'trusted', 'resources', 'prompts'] satisfies (keyof IntegrationPolicy)[];

/**
 * Reads a stored integration policy of any age: missing fields take the defaults, unknown ones are kept, wrong types make
 * it unreadable. Where it is unreadable, go on with `CLOSED_INTEGRATION_POLICY`. Never throws.
 */
export function healIntegrationPolicy(raw: unknown): HealedIntegrationPolicy {
  if (!isRecord(raw)) {
    return { ok: false, problem: { pointer: '', message: `is ${kindOf(raw)}, expected an object` } };
  }
  const reader = new DocumentReader(raw);
  const defaults = INTEGRATION_POLICY_DEFAULTS;
  const policy: IntegrationPolicy = {
    ...reader.unknownFields(KNOWN_FIELDS),
    posture: reader.withDefault('posture', isOneOf(POSTURES), POSTURES.join(' or '), defaults.posture),
    trusted: reader.withDefault('trusted', isBoolean, 'true or false', defaults.trusted),
    resources: reader.withDefault('resources', isBoolean, 'true or false', defaults.resources),
    prompts: reader.withDefault('prompts', isBoolean, 'true or false', defaults.prompts),
  };
  return reader.problem ? { ok: false, problem: reader.problem } : { ok: true, policy, isHealed: reader.isHealed };
}
