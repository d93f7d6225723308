import { describe, expect, it } from '@jest/globals';
import { verifyIntegration } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { Copies } from '../copies/copies.js';
import { LOOK_PATIENCE_MS } from '../limits.js';
import { aTracker } from '../test-tracker.fixture-spec.js';

describe('the last look before a call is sent', () => {
  const tracker = aTracker({ era: 'legacy' });

  const begin = async (args: object = {}, as = tracker.workspace): Promise<string> => {
    const { callId, state } = await tracker.submit('mcp__Tracker__issue_x2Eget', args, as);
    if (state === 'pending_approval') await tracker.approve(callId);
    return callId;
  };
  /** What happens between the commit of the intent and the first byte. */
  const meanwhile = async (change: () => Promise<void>, as = tracker.workspace): Promise<string> => {
    const before = tracker.upstream.initializations;
    const letGo = tracker.upstream.holdSessions();
    const callId = await begin({ id: 2 }, as);
    await eventually(() => expect(tracker.upstream.initializations).toBe(before + 1));
    await change();
    letGo();
    return callId;
  };
  const disable = (): Promise<void> => tracker.tool('issue.get', { enabled: false });

  it.each([
    [{}, 'failed'],
    [{ requiresApproval: true }, 'invalidated'],
  ] as const)('withholds a call under %j when its tool was disabled meanwhile', async (policy, state) => {
    await tracker.tool('issue.get', policy);
    const callId = await meanwhile(disable);
    await tracker.callIn(callId, state);
    expect(await tracker.resultText(callId)).toBe('Not available: This tool is disabled.');
    expect(tracker.upstream.calls).toHaveLength(0);
  });

  it.each([
    [{}, 'failed'],
    [{ requiresApproval: true }, 'invalidated'],
  ] as const)('withholds the second sending under %j as it does the first', async (policy, state) => {
    await tracker.tool('issue.get', policy);
    await tracker.callIn(await begin({ id: 1 }), 'succeeded');
    tracker.upstream.loseSessions();
    const callId = await meanwhile(disable);
    await tracker.callIn(callId, state);
    expect(await tracker.resultText(callId)).toBe('Not available: This tool is disabled.');
    expect(tracker.upstream.calls).toHaveLength(1);
  });

  it('voids a call of a run whose starting token was revoked meanwhile', async () => {
    const tokenId = newId();
    const { id, runId } = tracker.workspace;
    const runToken = tracker.system.runToken(id, runId, { initiator: `token:${tokenId}` });
    const ofAToken = { ...tracker.workspace, runToken };
    await tracker.tool('issue.get', { requiresApproval: true });
    const callId = await meanwhile(async () => {
      tracker.neighbours.revoke(id, tokenId);
      await eventually(() => expect(tracker.system.get(Copies).identity.isRevoked(id, tokenId)).toBe(true));
    }, ofAToken);
    await tracker.callIn(callId, 'invalidated');
    expect(await tracker.resultText(callId)).toBe('Not available: The token that asked for it was revoked.');
    expect(tracker.upstream.calls).toHaveLength(0);
    await expect(begin({}, ofAToken)).rejects.toMatchObject({ code: 'token.bad_claims' });
  });

  it('voids a call of a run whose starter was removed from the workspace meanwhile, and takes none of it any more', async () => {
    const { id, runId } = tracker.workspace;
    const theirs = { ...tracker.workspace, runToken: tracker.system.runToken(id, runId) };
    await tracker.tool('issue.get', { requiresApproval: true });
    const callId = await meanwhile(async () => {
      tracker.neighbours.removeMember(id, 'ada');
      await eventually(() => expect(tracker.system.get(Copies).identity.isRemoved(id, 'ada')).toBe(true));
    }, theirs);
    await tracker.callIn(callId, 'invalidated');
    expect(await tracker.resultText(callId)).toMatch(/no member of the workspace any more/);
    expect(tracker.upstream.calls).toHaveLength(0);
    await expect(begin({}, theirs)).rejects.toMatchObject({ code: 'token.bad_claims' });
  });

  it('voids what was allowed and would be asked about by now', async () => {
    await tracker.tool('issue.get');
    const callId = await meanwhile(() => tracker.tool('issue.get', { requiresApproval: true }));
    await tracker.callIn(callId, 'failed');
    expect(await tracker.resultText(callId)).toMatch(/^Not available: .*Call again/);
    expect(tracker.upstream.calls).toHaveLength(0);
  });

  it('asks the registry again when a replica of it died with the question', async () => {
    await tracker.tool('issue.get', { requiresApproval: true });
    tracker.neighbours.traffic.lose(verifyIntegration.subject, 1);
    const callId = await begin({ id: 3 });
    await eventually(() => tracker.callIn(callId, 'succeeded'), { timeoutMs: 2 * LOOK_PATIENCE_MS });
    expect(await tracker.call(callId)).toMatchObject({ attempts: 0 });
    expect(tracker.upstream.calls).toHaveLength(1);
  });
});
