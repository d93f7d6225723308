import { describe, expect, it } from '@jest/globals';
import { CALL_STATES, TERMINAL_CALL_STATES, type CallState } from '@countersign/contracts';
import { assertCanBecome, canBecome, isSettled, isTerminal } from './call-state.js';

/** Written out a second time on purpose: a slip in the table must disagree with this one. */
const ALLOWED = new Set([
  'requested>denied',
  'requested>pending_approval',
  'requested>approved',
  'requested>dispatching',
  'pending_approval>approved',
  'pending_approval>denied',
  'pending_approval>expired',
  'pending_approval>cancelled',
  'pending_approval>invalidated',
  'approved>dispatching',
  'approved>expired',
  'approved>cancelled',
  'approved>invalidated',
  'dispatching>succeeded',
  'dispatching>failed',
  'dispatching>unknown',
  'dispatching>approved',
  'unknown>resolved_succeeded',
  'unknown>resolved_failed',
  'unknown>retried',
]);

const PAIRS = CALL_STATES.flatMap((from) => CALL_STATES.map((to): [CallState, CallState] => [from, to]));

describe('call states', () => {
  it.each(PAIRS)('goes from %s to %s exactly if the lifecycle says so', (from, to) => {
    const isAllowed = ALLOWED.has(`${from}>${to}`);
    expect(canBecome(from, to)).toBe(isAllowed);
    if (isAllowed) expect(() => assertCanBecome(from, to)).not.toThrow();
    else expect(() => assertCanBecome(from, to)).toThrow(/cannot go/);
  });

  it('leaves no way out of a terminal state, and one out of every other', () => {
    for (const state of CALL_STATES) {
      expect(CALL_STATES.some((to) => canBecome(state, to))).toBe(!isTerminal(state));
    }
  });

  it('counts unknown as settled but not as terminal', () => {
    expect(isSettled('unknown')).toBe(true);
    expect(TERMINAL_CALL_STATES).not.toContain('unknown');
    expect(CALL_STATES.filter(isSettled).sort()).toEqual([...TERMINAL_CALL_STATES, 'unknown'].sort());
  });
});
