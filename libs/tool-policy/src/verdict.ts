/**
 * | policy                                  | catalogue | token | approvals | verdict                                       |
 * |-----------------------------------------|-----------|-------|-----------|-----------------------------------------------|
 * | absent, unreadable, missing or disabled | any       | any   | any       | deny                                          |
 * | any                                     | no tool   | any   | any       | deny                                          |
 * | open                                    | same hash | -     | any       | allow                                         |
 * | open                                    | same hash | ask   | yes       | ask                                           |
 * | open, review changed                    | same hash | -     | yes       | ask; allow where the integration is trusted   |
 * | open                                    | otherwise | -     | yes       | ask, trusted or not                           |
 * | requires approval                       | same hash | -     | no        | deny, saying that the entitlement is missing  |
 */
import type { StoredRow } from './stored-row.js';
import type { Verdict } from './strictest.js';
import { isStricter, strictest } from './strictest.js';
import type { Entitlements, IntegrationPolicy, ToolPolicy } from './tool-policy.js';
import { hasUnacknowledgedFlags } from './tool-policy.js';

/** Where a row stands for the verdict; `absent` is its own case, because no policy means deny. */
export type PolicyLookup =
  | { readonly kind: 'readable'; readonly policy: ToolPolicy }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'absent' };

export interface VerdictInput {
  readonly policy: PolicyLookup;
  readonly integrationPolicy: IntegrationPolicy;
  /** The hash that the catalogue has now, which is what would be executed; null: it has no such tool. */
  readonly catalogueDefinitionHash: string | null;
  readonly entitlements: Entitlements;
  /** The token's own strictness (an agent's settings, a narrowed client token); absent: it adds nothing. */
  readonly scope?: Verdict;
}

export type ReasonCode =
  | 'allowed'
  | 'policy.absent'
  | 'policy.unreadable'
  | 'tool.missing'
  | 'tool.disabled'
  | 'tool.not_in_catalogue'
  | 'approval.required'
  | 'review.new'
  | 'review.changed'
  | 'name.flagged'
  | 'definition.not_merged'
  | 'scope.ask'
  | 'scope.deny'
  | 'entitlement.required';

export interface Reason<Code extends string = ReasonCode> {
  readonly code: Code;
  /** A sentence for people and models. */
  readonly text: string;
}

export interface VerdictResult {
  readonly verdict: Verdict;
  readonly reason: Reason;
}

const TEXTS: Record<ReasonCode, string> = {
  allowed: 'The policy allows this tool.',
  'policy.absent': 'No policy is stored for this tool, so it is denied.',
  'policy.unreadable': 'The stored policy of this tool cannot be read, so it is denied until somebody repairs it.',
  'tool.missing': 'The server no longer offers this tool.',
  'tool.disabled': 'This tool is disabled.',
  'tool.not_in_catalogue': 'The catalogue has no definition of this tool.',
  'approval.required': 'This tool requires approval.',
  'review.new': 'This tool is new and nobody has acknowledged it yet.',
  'review.changed': 'This tool has changed and nobody has acknowledged the change yet.',
  'name.flagged': 'The name of this tool is easy to mistake and nobody has acknowledged it yet.',
  'definition.not_merged': 'The definition of this tool is newer than its policy.',
  'scope.ask': 'The caller may use this tool only with approval.',
  'scope.deny': 'The caller may not use this tool.',
  'entitlement.required':
    'It would need an approval, and approvals (agent_approvals) are not enabled for this workspace.',
};

const SCOPE_REASONS = {
  allow: 'allowed',
  ask: 'scope.ask',
  deny: 'scope.deny',
} as const satisfies Record<Verdict, ReasonCode>;

/** What the policy says of a call, now. Pure; looser only if an input is looser. */
export function verdict(input: VerdictInput): VerdictResult {
  const own = ownVerdict(input);
  const combined = strictest([own.verdict, input.scope ?? 'allow']);
  const code = isStricter(combined, own.verdict) ? SCOPE_REASONS[combined] : own.code;
  if (combined === 'ask' && !input.entitlements.agent_approvals) {
    const text = `${TEXTS[code]} ${TEXTS['entitlement.required']}`;
    return { verdict: 'deny', reason: { code: 'entitlement.required', text } };
  }
  return { verdict: combined, reason: { code, text: TEXTS[code] } };
}

/** Whether a caller sees the tool at all: what would be denied is not offered, and is refused when called by name. */
export function isOffered(input: VerdictInput): boolean {
  return verdict(input).verdict !== 'deny';
}

/** The lookup for a stored row; undefined is a tool without one. */
export function toPolicyLookup(row: StoredRow | undefined): PolicyLookup {
  return row ?? { kind: 'absent' };
}

/** Before the token and the entitlements have their say. */
function ownVerdict(input: VerdictInput): { readonly verdict: Verdict; readonly code: ReasonCode } {
  if (input.policy.kind === 'unreadable') return { verdict: 'deny', code: 'policy.unreadable' };
  if (input.policy.kind !== 'readable') return { verdict: 'deny', code: 'policy.absent' };
  const { policy } = input.policy;
  if (policy.status !== 'available') return { verdict: 'deny', code: 'tool.missing' };
  if (!policy.enabled) return { verdict: 'deny', code: 'tool.disabled' };
  if (input.catalogueDefinitionHash === null) return { verdict: 'deny', code: 'tool.not_in_catalogue' };
  const question = questionOf(policy, input);
  return question === null ? { verdict: 'allow', code: 'allowed' } : { verdict: 'ask', code: question };
}

/** Trust waives acknowledgements of what is new or changed; never of a policy that has not caught up, nor of a name. */
function questionOf(policy: ToolPolicy, input: VerdictInput): ReasonCode | null {
  if (input.catalogueDefinitionHash !== policy.definitionHash) return 'definition.not_merged';
  if (policy.review !== 'none' && !input.integrationPolicy.trusted) return `review.${policy.review}`;
  if (hasUnacknowledgedFlags(policy)) return 'name.flagged';
  return policy.requiresApproval ? 'approval.required' : null;
}
