import { describe, expect, it } from '@jest/globals';
import { renewalDue } from './renewal-due.js';

const HOUR_MS = 3_600_000;
const fresh = { version: 3, endsInMs: HOUR_MS, renewedAgoMs: 10_000 };
const refusedBy = (credentialVersion: number) => ({ credentialVersion, reason: 'unauthorized' as const });

describe('newer tokens', () => {
  it('are not needed while these live, or have no end', () => {
    expect(renewalDue(fresh, true)).toBe('none');
    expect(renewalDue({ ...fresh, endsInMs: null }, true)).toBe('none');
  });

  it('are wanted in the last minute, and required after the end', () => {
    expect(renewalDue({ ...fresh, endsInMs: 59_000, renewedAgoMs: HOUR_MS }, true)).toBe('wanted');
    expect(renewalDue({ ...fresh, endsInMs: 61_000, renewedAgoMs: HOUR_MS }, true)).toBe('none');
    expect(renewalDue({ ...fresh, endsInMs: 0 }, true)).toBe('required');
  });

  it('are not wanted at once of a server whose tokens live for a minute', () => {
    expect(renewalDue({ ...fresh, endsInMs: 40_000, renewedAgoMs: 5_000 }, true)).toBe('none');
    expect(renewalDue({ ...fresh, endsInMs: 20_000, renewedAgoMs: 25_000 }, true)).toBe('wanted');
  });

  it('are not wanted early where there is nothing to get them with', () => {
    expect(renewalDue({ ...fresh, endsInMs: 1_000, renewedAgoMs: HOUR_MS }, false)).toBe('none');
    expect(renewalDue({ ...fresh, endsInMs: -1 }, false)).toBe('required');
  });

  it('are required when the current ones were refused, and only then', () => {
    expect(renewalDue(fresh, true, refusedBy(3))).toBe('required');
    expect(renewalDue(fresh, true, refusedBy(2))).toBe('none');
    expect(renewalDue(fresh, true, { credentialVersion: 3, reason: 'insufficient_scope' })).toBe('none');
  });

  it('are not got again from a server that refuses what was just made', () => {
    expect(renewalDue({ ...fresh, renewedAgoMs: 1_000 }, true, refusedBy(3))).toBe('none');
  });
});
