import { describe, expect, it } from '@jest/globals';
import type { Entry, TurnCall, TurnEntry } from './transcript.js';
import { waitingApprovals } from './waiting-approvals.js';

const RECORDED = { sequence: 1, at: '2026-01-01T00:00:00Z', isHistory: false };

function aTurn(...calls: Pick<TurnCall, 'state' | 'approvalId'>[]): TurnEntry {
  const rest = { turn: 1, text: '', usage: null, costMicros: null };
  return { kind: 'turn', ...RECORDED, ...rest, calls: calls as TurnCall[] };
}

describe('what a run waits for', () => {
  it('are the approvals that nobody has decided yet, in the order of the calls', () => {
    const entries: Entry[] = [
      { kind: 'person', ...RECORDED, text: 'Begin.', by: null },
      aTurn({ state: 'succeeded', approvalId: 'done' }),
      aTurn({ state: 'pending_approval', approvalId: 'b' }, { state: 'pending_approval', approvalId: 'a' }),
      aTurn({ state: 'pending_approval', approvalId: null }, { state: 'unknown', approvalId: 'c' }),
    ];
    expect(waitingApprovals({ entries })).toEqual(['b', 'a']);
  });

  it('is nothing of an empty run', () => expect(waitingApprovals({ entries: [] })).toEqual([]));
});
