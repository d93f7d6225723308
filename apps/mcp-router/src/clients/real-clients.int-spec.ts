import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { eventually, InspectorClient, textOf } from '@countersign/testing';
import { aTracker } from '../test-tracker.fixture-spec.js';
import { CLIENTS, LIBRARIES } from './real-client.fixture-spec.js';

const READ = 'Tracker__issue_x2Eget';
const DELETE = 'Tracker__issue_x2Edelete';

const tracker = aTracker({
  tools: { 'issue.get': {}, 'issue.delete': { requiresApproval: true }, 'issue.off': { enabled: false } },
});
let sub: string;

beforeEach(() => {
  sub = newId();
});

const tokenWith = (claims: { holdMs?: number } = {}): string => tracker.clientToken({ sub, ...claims });

describe.each(CLIENTS)('%s in the %s era', (_name, _era, connect) => {
  it('sees the tools that it may call, and gets the answer of an allowed one', async () => {
    const client = await connect(tracker.system.mcpUrl(), tokenWith());
    expect(await client.listTools()).toEqual([DELETE, READ, 'countersign__approval_status']);
    const result = await client.call(READ, { id: 7 });
    expect([result.isError ?? false, textOf(result)]).toEqual([false, 'ran issue.get 1']);
    expect(tracker.upstream.calls).toMatchObject([{ name: 'issue.get', argumentsText: '{"id":7}' }]);
    await client.close();
  });

  it('gets the result of a call once a person has approved it', async () => {
    const client = await connect(tracker.system.mcpUrl(), tokenWith());
    const answer = client.call(DELETE, { id: 7 });
    await tracker.approve(await tracker.waitingCall());
    expect(textOf(await answer)).toBe('ran issue.delete 1');
    expect(tracker.upstream.calls).toMatchObject([{ name: 'issue.delete', argumentsText: '{"id":7}' }]);
    await client.close();
  });

  it('reads who denied its call, and why', async () => {
    const client = await connect(tracker.system.mcpUrl(), tokenWith());
    const answer = client.call(DELETE, { id: 7 });
    const request = await tracker.system.requestOf(await tracker.waitingCall());
    const denied = tracker.system.decision(request, { outcome: 'denied', reason: 'it is still needed' });
    await tracker.decide(denied);
    const result = await answer;
    expect([result.isError, textOf(result)]).toEqual([true, 'Denied by Grace: it is still needed']);
    expect(tracker.upstream.calls).toHaveLength(0);
    await client.close();
  });
});

describe.each(LIBRARIES)('%s in the %s era, as a library,', (_name, era, connect) => {
  it('is told that a disabled tool is not available when it calls it by name', async () => {
    const client = await connect(tracker.system.mcpUrl(), tokenWith());
    const result = await client.call('Tracker__issue_x2Eoff', {});
    expect([result.isError, textOf(result)]).toEqual([true, 'Not available: This tool is disabled.']);
    expect(tracker.upstream.calls).toHaveLength(0);
    await client.close();
  });

  it('gets a ticket when it does not wait, and the result from the tool for that', async () => {
    const client = await connect(tracker.system.mcpUrl(), tokenWith({ holdMs: 50 }));
    const ticket = await client.call(DELETE, { id: 7 });
    const callId = await tracker.waitingCall();
    const { approvalId } = await tracker.system.requestOf(callId);
    expect([ticket.isError, textOf(ticket)]).toEqual([true, expect.stringMatching(/^NOT EXECUTED YET/)]);
    expect(textOf(ticket)).toContain(approvalId);
    await tracker.approve(callId);
    const collected = await client.call('countersign__approval_status', { approval_id: approvalId });
    expect(textOf(collected)).toBe('ran issue.delete 1');
    expect(tracker.upstream.calls).toHaveLength(1);
    await client.close();
  });

  const outcome = era === 'legacy' ? 'takes its call back' : 'leaves its call to the approver';
  it(`${outcome} when it aborts`, async () => {
    const client = await connect(tracker.system.mcpUrl(), tokenWith());
    const abort = new AbortController();
    const answer = client.call(DELETE, { id: 7 }, abort.signal).catch((error: unknown) => error);
    const callId = await tracker.waitingCall();
    abort.abort();
    expect(await answer).toBeInstanceOf(Error);
    // A legacy client says so; in the modern era all there is to see is a stream that ended.
    if (era === 'legacy') await tracker.callIn(callId, 'cancelled');
    else await eventually(async () => expect((await tracker.call(callId)).clientGoneAt).not.toBeNull());
    expect((await tracker.call(callId)).state).toBe(era === 'legacy' ? 'cancelled' : 'pending_approval');
    expect(tracker.upstream.calls).toHaveLength(0);
    await client.close();
  });
});

it('keeps the Inspector of the modern era waiting with a task, for longer than any request is held', async () => {
  const inspector = new InspectorClient({
    url: tracker.system.mcpUrl(),
    token: tokenWith({ holdMs: 0 }),
    era: 'modern',
  });
  const answer = inspector.call(DELETE, { id: 7 });
  await tracker.approve(await tracker.waitingCall());
  const result = await answer;
  expect([result.isError ?? false, textOf(result)]).toEqual([false, 'ran issue.delete 1']);
  expect(tracker.upstream.calls).toHaveLength(1);
});
