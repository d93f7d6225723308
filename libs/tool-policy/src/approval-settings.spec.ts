import { describe, expect, it } from '@jest/globals';
import { approvalSettings, isApprovalExpiry } from './approval-settings.js';

describe('approval settings', () => {
  it('waits 24 hours for anybody, the requester included, unless the policy says otherwise', () => {
    expect(approvalSettings({})).toEqual({ expiresInSeconds: 86_400, allowSelfApproval: true, approverGroup: null });
  });

  it('keeps what the policy says and fills in the rest', () => {
    expect(approvalSettings({ approval: { allowSelfApproval: false, approverGroup: 'security' } })).toEqual({
      expiresInSeconds: 86_400,
      allowSelfApproval: false,
      approverGroup: 'security',
    });
  });

  it.each([60, 61, 2_592_000])('accepts an expiry of %d seconds', (seconds) => {
    expect(isApprovalExpiry(seconds)).toBe(true);
  });

  it.each([59, 2_592_001, 60.5, NaN, Infinity, '60', null])('refuses an expiry of %p', (seconds) => {
    expect(isApprovalExpiry(seconds)).toBe(false);
  });
});
