/**
 * | since the call was submitted                      | granted | result                            |
 * |---------------------------------------------------|---------|-----------------------------------|
 * | nothing                                           | any     | proceed                           |
 * | allow became ask                                  | no      | invalidate: call again            |
 * | ask became allow                                  | any     | proceed: relaxing voids nothing   |
 * | disabled, missing, narrowed token, no entitlement | any     | invalidate, with that reason      |
 * | definition, connection or review changed          | any     | invalidate                        |
 */
import type { Review } from './tool-policy.js';
import type { Reason, ReasonCode, VerdictInput } from './verdict.js';
import { verdict } from './verdict.js';

export interface SubmittedCall {
  /** The definition that the caller saw and a person approved; part of the binding hash. */
  readonly definitionHash: string;
  /**
   * The review at submit. A call of a tool that was `changed` already was approved as such: at least `ask`, and somebody
   * was asked. One of a tool that became `changed` meanwhile was approved as something else.
   */
  readonly review: Review;
}

export interface DispatchInput extends VerdictInput {
  readonly call: SubmittedCall;
  /** A valid, unconsumed grant is held for exactly this call. */
  readonly granted: boolean;
  /** The integration's connection revision is not the call's. */
  readonly connectionMoved: boolean;
}

export type DispatchReasonCode = ReasonCode | 'connection.moved' | 'definition.changed' | 'call_again';

export type DispatchResult =
  { readonly action: 'proceed' } | { readonly action: 'invalidate'; readonly reason: Reason<DispatchReasonCode> };

const MOVED: Reason<DispatchReasonCode> = {
  code: 'connection.moved',
  text: 'The integration was pointed at another server after this call was submitted.',
};
const DEFINITION_CHANGED: Reason<DispatchReasonCode> = {
  code: 'definition.changed',
  text: 'The definition of this tool changed after this call was submitted.',
};
const REVIEW_CHANGED: Reason<DispatchReasonCode> = {
  code: 'review.changed',
  text: 'This tool changed after this call was submitted, and nobody has acknowledged the change yet.',
};
const CALL_AGAIN: Reason<DispatchReasonCode> = {
  code: 'call_again',
  text: 'The policy was tightened after this call was allowed: it now needs approval. Call again to ask for it.',
};

/**
 * The verdict once more, immediately before a call is sent. A grant satisfies an `ask`, whatever it comes from, but
 * only for what was approved: the same definition of the same server, under rules that still let it be asked for.
 */
export function reverdictAtDispatch(input: DispatchInput): DispatchResult {
  const now = verdict(input);
  if (now.verdict === 'deny') return { action: 'invalidate', reason: now.reason };
  if (input.connectionMoved) return { action: 'invalidate', reason: MOVED };
  if (!isSameDefinition(input)) return { action: 'invalidate', reason: DEFINITION_CHANGED };
  if (isNewlyChanged(input)) return { action: 'invalidate', reason: REVIEW_CHANGED };
  if (now.verdict === 'ask' && !input.granted) return { action: 'invalidate', reason: CALL_AGAIN };
  return { action: 'proceed' };
}

/** The call's, the policy's and the catalogue's: what was approved, what is ruled on and what would be executed. */
function isSameDefinition({ call, policy, catalogueDefinitionHash }: DispatchInput): boolean {
  return (
    policy.kind === 'readable' &&
    policy.policy.definitionHash === call.definitionHash &&
    catalogueDefinitionHash === call.definitionHash
  );
}

function isNewlyChanged({ call, policy, integrationPolicy }: DispatchInput): boolean {
  const isChanged = policy.kind === 'readable' && policy.policy.review === 'changed';
  return isChanged && call.review !== 'changed' && !integrationPolicy.trusted;
}
