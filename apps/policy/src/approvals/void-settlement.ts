import type { ReasonCode } from './approval.entity.js';
import type { Settlement } from './approval.repository.js';

export type VoidReason = Extract<
  ReasonCode,
  `tool_${string}` | `integration_${string}` | 'token_revoked' | 'member_removed'
>;

const TEXTS: Record<VoidReason, string> = {
  tool_disabled: 'The tool was disabled.',
  tool_missing: 'The server no longer offers the tool.',
  tool_changed: 'The definition of the tool changed.',
  tool_denied: 'The policy no longer allows the tool.',
  integration_removed: 'The integration was removed.',
  integration_moved: 'The integration was pointed at another server.',
  token_revoked: 'The token behind the request was revoked.',
  member_removed: 'The person behind the request is no member of the workspace any more.',
};

/** The end of an approval whose question no longer stands. */
export function voidSettlement(reasonCode: VoidReason): Settlement {
  return { state: 'invalidated', decidedBy: null, reasonCode, reason: TEXTS[reasonCode] };
}
