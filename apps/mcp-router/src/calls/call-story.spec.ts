import { describe, expect, it } from '@jest/globals';
import type { CallState } from '@countersign/contracts';
import type { Call } from './call.js';
import { toCallStory, type TransitionRow } from './call-story.js';

const AT = new Date('2026-11-23T10:00:00.000Z');
const LATER = new Date('2026-11-23T10:00:05.000Z');

function aCall(change: Partial<Call>): Call {
  const base = {
    verdict: 'allow',
    verdictReason: 'This tool is enabled.',
    principal: { kind: 'token', id: 't1', name: 'Laptop' },
    createdAt: AT,
    settledAt: null,
    fence: 1,
    attempts: 0,
    isRepeat: false,
    outcomeReason: null,
  };
  return { ...base, ...change } as unknown as Call;
}

function aMove(from: CallState, to: CallState, actor = 'system'): TransitionRow {
  return { from_state: from, to_state: to, fence: 1, actor, reason: `${from} to ${to}`, at: LATER };
}

const storyOf = (call: Call, ...transitions: TransitionRow[]) =>
  toCallStory(call, { transitions, late: [], retriedAs: null }).steps.map(
    ({ from, to, at, actor }) => `${from} > ${to} ${at === null ? '?' : at.slice(17, 19)} ${actor}`,
  );

describe('the story of a call', () => {
  it('is in the row of an allowed call that went as usual', () => {
    const call = aCall({ state: 'succeeded', settledAt: LATER });
    expect(storyOf(call)).toEqual(['requested > dispatching 00 token:t1', 'dispatching > succeeded 05 system']);
  });

  it('ends where an allowed call is', () => {
    expect(storyOf(aCall({ state: 'dispatching' }))).toEqual(['requested > dispatching 00 token:t1']);
    const [, end] = toCallStory(aCall({ state: 'unknown', outcomeReason: 'the connection was lost' }), {
      transitions: [],
      late: [],
      retriedAs: null,
    }).steps;
    expect(end).toMatchObject({ to: 'unknown', at: null, reason: 'the connection was lost' });
  });

  it('has what the row says between what was written beside it', () => {
    const call = aCall({ state: 'resolved_failed', settledAt: LATER });
    expect(storyOf(call, aMove('unknown', 'resolved_failed', 'user:ada'))).toEqual([
      'requested > dispatching 00 token:t1',
      'dispatching > unknown ? system',
      'unknown > resolved_failed 05 user:ada',
    ]);
  });

  it('adds nothing to what the sweeper wrote down, or to a call that waited for a person', () => {
    expect(storyOf(aCall({ state: 'unknown' }), aMove('dispatching', 'unknown'))).toEqual([
      'requested > dispatching 00 token:t1',
      'dispatching > unknown 05 system',
    ]);
    const asked = aCall({ state: 'pending_approval', verdict: 'ask' });
    expect(storyOf(asked, aMove('requested', 'pending_approval'))).toEqual(['requested > pending_approval 05 system']);
  });

  it('shows the beginning of a late answer, and no half character of it', () => {
    const late = {
      fence: 1,
      state: 'succeeded',
      reason: null,
      bytes: 9,
      start: Buffer.from('{"a":"é').subarray(0, -1),
      at: AT,
    };
    const { lateOutcomes } = toCallStory(aCall({ state: 'unknown' }), {
      transitions: [],
      late: [{ ...late, state: 'succeeded' }],
      retriedAs: null,
    });
    expect(lateOutcomes).toEqual([
      { at: AT.toISOString(), fence: 1, state: 'succeeded', reason: null, resultBytes: 9, resultStart: '{"a":"' },
    ]);
  });
});
