import { describe, expect, it } from '@jest/globals';
import { toConversation } from '../model/conversation.js';
import { outstanding, RESULT_CHARACTERS_MAX } from './decide.js';
import { describeCommand } from './describe-command.js';
import { findContradiction } from './find-contradiction.js';
import type { RunEvent, RunStarted } from './run-event.js';
import { foldRun } from './run-state.js';

const aStart = (limits: Partial<RunStarted> = {}): RunEvent => ({
  type: 'run_started',
  prompt: 'go',
  agentVersion: 1,
  turnsMax: 2,
  ...limits,
});
const started = aStart();
const message = (text: string): RunEvent => ({
  type: 'message_received',
  text,
  by: { kind: 'user', id: 'u', name: 'Ann' },
});
const call = (toolCallId: string) => ({ toolCallId, exposedName: 'tool', arguments: '{}' });
const answered = (turn: number, ids: readonly string[], messagesRead = 0): RunEvent => ({
  type: 'turn_answered',
  turn,
  text: `turn ${turn}`,
  calls: ids.map(call),
  messagesRead,
  usage: { inputTokens: 90, outputTokens: 10, cachedInputTokens: 0 },
});
const submitted = (toolCallId: string): RunEvent => ({
  type: 'call_submitted',
  toolCallId,
  callId: `call-of-${toolCallId}`,
  state: 'pending_approval',
});
const settled = (toolCallId: string): RunEvent => ({
  type: 'call_settled',
  toolCallId,
  callId: `call-of-${toolCallId}`,
  state: 'succeeded',
  isError: false,
  result: 'gone',
});
const finished: RunEvent = { type: 'run_finished', answer: 'turn 1' };
const cancelled: RunEvent = { type: 'run_cancelled', by: { kind: 'user', id: 'u', name: 'Ann' } };

const given = (...log: RunEvent[]) => outstanding(foldRun(log)).map(describeCommand);
const roles = (...log: RunEvent[]) =>
  toConversation(foldRun(log)).map(({ role, content }) => (role === 'user' ? content : role));
const refusal = (event: RunEvent, ...log: RunEvent[]) => findContradiction(foldRun(log), event, log.length + 1);

describe('a message to a run', () => {
  it('waits until the calls of the turn have their results', () => {
    const log = [started, answered(1, ['a']), submitted('a'), message('hurry')];
    expect(given(...log)).toEqual(['check_call a', 'suspend']);
    expect(given(...log, settled('a'))).toEqual(['ask_model 2']);
    expect(roles(...log, settled('a'))).toEqual(['go', 'assistant', 'tool', 'hurry']);
  });

  it('that came while the model answered is no part of what it had read', () => {
    const log = [started, message('wait'), answered(1, [])];
    expect(given(...log)).toEqual(['ask_model 2']);
    expect(roles(...log)).toEqual(['go', 'assistant', 'wait']);
    expect(roles(...log, answered(2, [], 1))).toEqual(['go', 'assistant', 'wait', 'assistant']);
  });

  it.each<[string, RunEvent]>([
    ['finished', finished],
    ['failed', { type: 'run_failed', reason: 'no more' }],
  ])('opens a run that has %s again, with limits that begin anew', (_, end) => {
    const log = [aStart({ turnsMax: 1 }), answered(1, []), end, message('and then?')];
    expect(foldRun(log)).toMatchObject({ status: 'running', answer: null, failure: null });
    expect(given(...log)).toEqual(['ask_model 2']);
  });

  it('cannot open a run that was cancelled', () => {
    expect(refusal(message('go on'), started, cancelled)).toBe('the run has already ended (cancelled)');
  });

  it('is not read before it came, nor forgotten afterwards, nor left unread', () => {
    expect(refusal(answered(1, [], 1), started)).toBe('1 messages of 0 were read');
    const log = [started, message('one'), answered(1, [], 1)];
    expect(refusal(answered(2, [], 0), ...log)).toBe('a message that was read is not read any more');
    expect(refusal(finished, ...log, message('two'))).toBe('the model has not read a message');
  });
});

describe('the kind of a turn', () => {
  it('is first where it answers a person, and a continuation after results', () => {
    const kindOf = (...log: RunEvent[]) => outstanding(foldRun(log))[0];
    expect(kindOf(started)).toMatchObject({ kind: 'first' });
    expect(kindOf(started, answered(1, ['a']), submitted('a'), settled('a'))).toMatchObject({ kind: 'continuation' });
    expect(kindOf(started, answered(1, []), finished, message('more'))).toMatchObject({ kind: 'first' });
  });
});

describe('the limits of a run', () => {
  it('end it when its results are more than a log may hold, files and what was compacted among them', () => {
    const half = 'x'.repeat(RESULT_CHARACTERS_MAX / 4);
    const large = { ...settled('a'), result: half, blocks: [{ type: 'file', mediaType: 'image/png', data: half }] };
    const log = [aStart({ turnsMax: 9 }), answered(1, ['a', 'b']), submitted('a'), submitted('b'), large as RunEvent];
    const compacted: RunEvent = { type: 'results_compacted', toolCallIds: ['a'] };
    expect(given(...log, settled('b'), compacted)).toEqual(['ask_model 2']);
    const another = { ...large, toolCallId: 'b', callId: 'call-of-b' } as RunEvent;
    const reason = `The run reached its limit of ${RESULT_CHARACTERS_MAX} characters of results.`;
    expect(given(...log, another, compacted)).toEqual([`fail ${reason}`]);
  });

  it('bound its tokens', () => {
    const log = [answered(1, ['a']), submitted('a'), settled('a')];
    expect(given(aStart({ tokensMax: 101 }), ...log)).toEqual(['ask_model 2']);
    expect(given(aStart({ tokensMax: 100 }), ...log)).toEqual(['fail The run reached its limit of 100 tokens.']);
  });

  it('bound its tokens also where the provider counts none', () => {
    const uncounted = { type: 'turn_answered', turn: 1, text: '', calls: [call('a')], estimatedTokens: 100 } as const;
    const log = [uncounted, submitted('a'), settled('a')];
    expect(given(aStart({ tokensMax: 101 }), ...log)).toEqual(['ask_model 2']);
    expect(given(aStart({ tokensMax: 100 }), ...log)).toEqual(['fail The run reached its limit of 100 tokens.']);
  });

  it('bound the calls that are with the router at once, and all are made in the end', () => {
    const log = [aStart({ parallelCallsMax: 2 }), answered(1, ['a', 'b', 'c'])];
    expect(given(...log)).toEqual(['submit_call a', 'submit_call b']);
    const two = [...log, submitted('a'), submitted('b')];
    expect(given(...two)).toEqual(['check_call a', 'check_call b', 'suspend']);
    expect(given(...two, { type: 'run_suspended' }, settled('b'))).toEqual(['submit_call c']);
    const all = [...two, { type: 'run_suspended' } as const, settled('b'), submitted('c'), settled('a'), settled('c')];
    expect(given(...all)).toEqual(['resume']);
  });
});

describe('results that are compacted', () => {
  const log = [started, answered(1, ['a', 'b']), submitted('a'), submitted('b'), settled('a'), settled('b')];
  const compacted = (...toolCallIds: string[]): RunEvent => ({ type: 'results_compacted', toolCallIds });

  it('are a note to the model, and stay what they were in the log', () => {
    const state = foldRun([...log, compacted('a')]);
    expect(toConversation(state).at(-1)).toMatchObject({
      content: [{ output: { value: expect.stringContaining('had 4 characters') } }, { output: { value: 'gone' } }],
    });
    expect(state.calls[0]?.result?.text).toBe('gone');
    expect(outstanding(state).map(describeCommand)).toEqual(['ask_model 2']);
  });

  it('are results, each once, and at least one', () => {
    expect(refusal(compacted(), ...log)).toBe('nothing is compacted');
    expect(refusal(compacted('c'), ...log)).toBe('there is no result of call c to compact');
    expect(refusal(compacted('a'), ...log, compacted('a'))).toBe('there is no result of call a to compact');
    expect(refusal(compacted('a'), ...log.slice(0, 5))).toBe('a call has no result');
  });
});
