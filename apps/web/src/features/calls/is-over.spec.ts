import { describe, expect, it } from '@jest/globals';
import type { CallDetails, CallState } from './calls.queries.js';
import { isOver } from './is-over.js';

function aCallThatWent(state: CallState, to: CallState): Pick<CallDetails, 'state' | 'story'> {
  const step = { at: null, from: 'dispatching', to, fence: 1, actor: 'system', reason: '' } as const;
  return { state, story: { steps: [step], lateOutcomes: [], retriedAs: null, attempts: 0, isRepeat: false } };
}

describe('a call', () => {
  it.each(['succeeded', 'failed', 'denied', 'expired', 'cancelled', 'invalidated', 'retried'] as const)(
    'is over when it is %s, and its story says so',
    (state) => {
      expect(isOver(aCallThatWent(state, state))).toBe(true);
      expect(isOver(aCallThatWent(state, 'dispatching'))).toBe(false);
    },
  );

  it.each(['requested', 'pending_approval', 'approved', 'dispatching', 'unknown'] as const)(
    'goes on when it is %s',
    (state) => {
      expect(isOver(aCallThatWent(state, state))).toBe(false);
    },
  );
});
