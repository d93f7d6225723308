import { describe, expect, it } from '@jest/globals';
import { voidSettlement, type VoidReason } from './void-settlement.js';

const REASONS: readonly VoidReason[] = [
  'tool_disabled',
  'tool_missing',
  'tool_changed',
  'tool_denied',
  'integration_removed',
  'integration_moved',
  'token_revoked',
  'member_removed',
];

describe('what no longer stands', () => {
  it.each(REASONS)('ends as invalidated by nobody, with the code %s and words of its own', (code) => {
    expect(voidSettlement(code)).toMatchObject({ state: 'invalidated', decidedBy: null, reasonCode: code });
    const words = REASONS.map((reason) => voidSettlement(reason).reason);
    expect(new Set(words).size).toBe(REASONS.length);
  });
});
