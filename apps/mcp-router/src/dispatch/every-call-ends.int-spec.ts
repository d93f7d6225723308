import { afterEach, describe, expect, it } from '@jest/globals';
import { resolveUpstream } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { aTracker } from '../test-tracker.fixture-spec.js';
import { LedgerSweeper } from './ledger.sweeper.js';

describe('every call that was begun ends', () => {
  const tracker = aTracker();
  afterEach(() =>
    tracker.system.infrastructure.asOwner('alter table call_results drop constraint if exists no_poison'),
  );

  it.each([
    ['an allowed call', {}],
    ['an approved call', { requiresApproval: true }],
  ])('as unknown at once, for %s whose result the ledger refuses', async (_what, policy) => {
    const refusing = `add constraint no_poison check (position('poison'::bytea in result) = 0)`;
    await tracker.system.infrastructure.asOwner(`alter table call_results ${refusing}`);
    await tracker.tool('poison', policy);
    const { callId, state } = await tracker.submit('mcp__Tracker__poison', {});
    if (state === 'pending_approval') await tracker.approve(callId);
    const call = await tracker.callIn(callId, 'unknown');
    expect(call.outcomeReason).toBe('what came back could not be recorded');
    expect(tracker.upstream.calls).toHaveLength(1);
  });

  it.each([
    ['for a moment', 1],
    ['for good', 100],
  ])(
    'as failed, with the proof that nothing was sent, when its server cannot be looked up %s',
    async (_what, count) => {
      await tracker.tool('issue.get', { idempotent: true });
      tracker.neighbours.traffic.refuse(resolveUpstream.subject, count);
      const { callId, state } = await tracker.submit('mcp__Tracker__issue_x2Eget', {});
      tracker.neighbours.traffic.refuse(resolveUpstream.subject, 0);
      expect(state).toBe('failed');
      expect(await tracker.call(callId)).toMatchObject({
        state: 'failed',
        sentAt: null,
        leaseUntil: null,
      });
      expect(await tracker.resultText(callId)).toBe(
        'Failed: nothing was sent: the integration could not be looked up.',
      );
      await eventually(() => {
        expect(tracker.neighbours.settled.find((event) => event.callId === callId)).toMatchObject({ state: 'failed' });
      });
      await tracker.system.get(LedgerSweeper).sweep();
      expect(tracker.upstream.calls).toHaveLength(0);
    },
  );
});
