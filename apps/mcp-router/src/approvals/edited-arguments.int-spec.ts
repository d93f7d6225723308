import { describe, expect, it } from '@jest/globals';
import { type ApprovalRequested, getCall } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { bindingHash, canonicalArguments, type GrantClaims } from '@countersign/tokens';
import { bindingFieldsOf } from '../calls/call-binding.js';
import { aRouter } from '../test-router.fixture-spec.js';
import { aTracker } from '../test-tracker.fixture-spec.js';

const DELETE = 'mcp__Tracker__issue_x2Edelete';
const SUMMARY = 'Grace changed the arguments of this call before it was executed: /id was changed from 7 to 8.';

describe('a call that was approved with edited arguments', () => {
  const tracker = aTracker({
    router: aRouter({ replicas: 2 }),
    era: 'legacy',
    tools: { 'issue.delete': { requiresApproval: true } },
  });

  const pending = (args: unknown = { id: 7 }): Promise<ApprovalRequested> => tracker.pending(DELETE, args);
  const bindingOf = async (request: ApprovalRequested, args: object): Promise<string> => {
    const call = await tracker.call(request.callId);
    const { text } = canonicalArguments(args);
    const fields = bindingFieldsOf({ ...call, argumentsText: text }, new Date(request.expiresAt));
    return bindingHash(fields, request.bindingVersion);
  };
  /** What policy says: a grant for `bound`, and `told` when it is asked for the arguments. */
  const approveEdited = async (
    request: ApprovalRequested,
    { bound, told = JSON.stringify(bound) }: { bound: object; told?: string | null },
    change: Partial<GrantClaims> = {},
  ): Promise<void> => {
    const edited = { decision: 'edited', argumentsEdited: true, bindingHash: await bindingOf(request, bound) } as const;
    const grant = tracker.grant(request, { ...edited, ...change });
    if (told !== null) tracker.neighbours.edits.set(request.approvalId, { arguments: told, summary: SUMMARY });
    await tracker.decide(tracker.system.decision(request, { grant }));
  };
  const goesOnWaiting = async (request: ApprovalRequested): Promise<void> => {
    await tracker.system.decisionsHandled();
    const call = await tracker.call(request.callId);
    expect(call).toMatchObject({ state: 'pending_approval', edit: null });
    expect(tracker.upstream.calls).toHaveLength(0);
  };

  it('is sent with those, once, and its model reads what was changed and by whom', async () => {
    const request = await pending();
    await approveEdited(request, { bound: { id: 8 } });
    await approveEdited(request, { bound: { id: 8 } });
    await tracker.callIn(request.callId, 'succeeded');
    await tracker.system.decisionsHandled();
    expect(tracker.upstream.calls.map(({ argumentsText }) => argumentsText)).toEqual(['{"id":8}']);
    expect(await tracker.resultText(request.callId)).toBe(`ran issue.delete 1\n${SUMMARY}`);
  });

  it('keeps what was asked for beside them, and neither can be changed', async () => {
    const request = await pending();
    await approveEdited(request, { bound: { id: 8 } });
    await tracker.callIn(request.callId, 'succeeded');
    const { callId } = request;
    const gateway = tracker.neighbours.gatewayClient();
    expect(await gateway.ask(getCall, { workspaceId: tracker.workspace.id, callId })).toMatchObject({
      arguments: '{"id":7}',
      argumentsHash: request.argumentsHash,
      editedArguments: '{"id":8}',
      editSummary: SUMMARY,
    });
    for (const change of [`edited_arguments = '{}'`, 'edited_arguments = null', `edit_summary = ''`]) {
      const update = tracker.query(`update calls set ${change} where id = $1`, [callId]);
      await expect(update).rejects.toThrow('never changes');
    }
    const [step] = await tracker.query<{ reason: string }>(
      `select reason from call_transitions where call_id = $1 and to_state = 'approved'`,
      [callId],
    );
    expect(step?.reason).toBe('approved with edited arguments by Grace');
  });

  it('tells its model of the edit also where the server refuses it', async () => {
    tracker.upstream.behaviour = 'rpc-error';
    const request = await pending();
    await approveEdited(request, { bound: { id: 8 } });
    await tracker.callIn(request.callId, 'failed');
    expect(await tracker.resultText(request.callId)).toMatch(/^Failed: .*\nGrace changed the arguments/);
  });

  it.each<[string, { bound: object; told?: string | null }, Partial<GrantClaims>]>([
    ['the arguments that come are others than were signed', { bound: { id: 8 }, told: '{"id":9}' }, {}],
    ['the arguments that come are those that were asked for', { bound: { id: 8 }, told: '{"id":7}' }, {}],
    ['policy has none', { bound: { id: 8 }, told: null }, {}],
    ['they are not what the tool asks for, signed or not', { bound: { id: 'eight' } }, {}],
    ['they are no JSON with one meaning', { bound: { id: 8 }, told: '{"id":7,"id":8}' }, {}],
    ['they are more than the limit', { bound: { id: 8 }, told: `{"id":8,"x":"${'é'.repeat(70_000)}"}` }, {}],
    [
      'the grant says that nobody edited anything',
      { bound: { id: 8 } },
      { decision: 'approved', argumentsEdited: false },
    ],
    ['the grant is of another version', { bound: { id: 8 } }, { bindingVersion: 2 }],
    ['the grant is for another call', { bound: { id: 8 } }, { callId: '01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8e9f' }],
  ])('sends nothing where %s', async (_what, edit, change) => {
    const request = await pending();
    await approveEdited(request, edit, change);
    await goesOnWaiting(request);
  });

  it('ends where the definition that they were checked by is not there any more', async () => {
    const request = await pending();
    tracker.neighbours.setTool(
      tracker.workspace.id,
      tracker.integration,
      'issue.delete',
      { requiresApproval: true },
      'does more',
    );
    await approveEdited(request, { bound: { id: 8 } });
    await tracker.callIn(request.callId, 'invalidated');
    expect(await tracker.resultText(request.callId)).toBe('Not available: The definition of the tool changed.');
    expect(tracker.upstream.calls).toHaveLength(0);
  });

  it('goes on from what policy answers when the decision itself was lost', async () => {
    const request = await pending();
    const { approvalId } = request;
    const hash = await bindingOf(request, { id: 8 });
    const edited = { decision: 'edited', argumentsEdited: true, bindingHash: hash } as const;
    const grant = tracker.grant(request, edited);
    tracker.neighbours.edits.set(approvalId, { arguments: '{"id":8}', summary: SUMMARY });
    tracker.neighbours.outcomes.set(approvalId, tracker.system.decision(request, { grant }));
    await tracker.query('update calls set due_at = now() where id = $1', [request.callId]);
    await tracker.callIn(request.callId, 'succeeded');
    expect(tracker.upstream.calls.map(({ argumentsText }) => argumentsText)).toEqual(['{"id":8}']);
    tracker.neighbours.outcomes.clear();
  });

  it('is found again by what was asked for', async () => {
    const request = await pending();
    await approveEdited(request, { bound: { id: 8 } });
    await eventually(async () => {
      expect((await tracker.call(request.callId)).edit?.argumentsText).toBe('{"id":8}');
    });
    expect((await tracker.call(request.callId)).argumentsHash).toBe(request.argumentsHash);
  });
});
