import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CallState } from '@countersign/contracts';
import { decide, MODEL_FAILURES_MAX, outstanding } from './decide.js';
import { describeCommand } from './describe-command.js';
import { followUp } from './follow-up.js';
import type { RunEvent } from './run-event.js';
import { evolve, foldRun } from './run-state.js';

const started: RunEvent = { type: 'run_started', prompt: 'delete ISSUE-1', agentVersion: 1, turnsMax: 3 };
const call = (toolCallId: string) => ({ toolCallId, exposedName: 'mcp__Tracker__issue_x2Edelete', arguments: '{}' });
const answered = (turn: number, ...ids: string[]): RunEvent => ({
  type: 'turn_answered',
  turn,
  text: ids.length === 0 ? 'done' : '',
  calls: ids.map(call),
});
const submitted = (toolCallId: string, state: CallState = 'pending_approval'): RunEvent => ({
  type: 'call_submitted',
  toolCallId,
  callId: `call-of-${toolCallId}`,
  state,
});
const settled = (toolCallId: string, state: CallState = 'succeeded', result = 'gone'): RunEvent => ({
  type: 'call_settled',
  toolCallId,
  callId: `call-of-${toolCallId}`,
  state,
  isError: state !== 'succeeded',
  result,
});
const suspended: RunEvent = { type: 'run_suspended' };
const resumed: RunEvent = { type: 'run_resumed' };

/** given a log → the types of the commands, with what they are about. */
function given(...log: RunEvent[]): string[] {
  return outstanding(foldRun(log)).map(describeCommand);
}

describe('the decider of a run', () => {
  it('asks the model first', () => {
    expect(given(started)).toEqual(['ask_model 1']);
  });

  it('finishes with the answer of a turn without calls', () => {
    expect(given(started, answered(1))).toEqual(['finish done']);
  });

  it('submits every call of a turn', () => {
    expect(given(started, answered(1, 'a', 'b', 'c'))).toEqual(['submit_call a', 'submit_call b', 'submit_call c']);
  });

  it('submits only what the router has not got yet', () => {
    expect(given(started, answered(1, 'a', 'b'), submitted('a'))).toEqual(['submit_call b']);
  });

  it('is suspended when all that is left waits for people', () => {
    expect(given(started, answered(1, 'a', 'b'), submitted('a'), submitted('b'))).toEqual([
      'check_call a',
      'check_call b',
      'suspend',
    ]);
  });

  it('is not suspended while the router is at work', () => {
    expect(given(started, answered(1, 'a'), submitted('a', 'dispatching'))).toEqual(['check_call a']);
  });

  it('goes on only when every call of the turn is settled', () => {
    const log = [started, answered(1, 'a', 'b'), submitted('a'), submitted('b'), suspended];
    expect(given(...log, settled('a'))).toEqual(['check_call b']);
    expect(given(...log, settled('a'), settled('b'))).toEqual(['resume']);
    expect(given(...log, settled('a'), settled('b'), resumed)).toEqual(['ask_model 2']);
  });

  it('keeps waiting on an unknown outcome, and goes on when a person has resolved it', () => {
    const log = [started, answered(1, 'a'), submitted('a'), suspended, settled('a', 'unknown')];
    expect(given(...log)).toEqual(['check_call a']);
    expect(given(...log, settled('a', 'resolved_succeeded'))).toEqual(['resume']);
  });

  it('asks the router for the successor of a call that was made again, and waits for that', () => {
    const log = [
      started,
      answered(1, 'a'),
      submitted('a'),
      suspended,
      settled('a', 'unknown'),
      settled('a', 'retried'),
    ];
    expect(given(...log)).toEqual(['submit_call a']);
    const again: RunEvent = { type: 'call_submitted', toolCallId: 'a', callId: 'successor', state: 'pending_approval' };
    expect(given(...log, again)).toEqual(['check_call a']);
    expect(given(...log, again, { ...settled('a'), callId: 'successor' } as RunEvent)).toEqual(['resume']);
  });

  it('takes a denial as a result like any other', () => {
    const log = [started, answered(1, 'a'), submitted('a'), suspended, settled('a', 'denied', 'Denied by Ann: no')];
    expect(given(...log, resumed)).toEqual(['ask_model 2']);
  });

  it('tells the model what the router refused to take', () => {
    const refused: RunEvent = { type: 'call_refused', toolCallId: 'a', message: 'Failed: not JSON' };
    expect(given(started, answered(1, 'a'), refused)).toEqual(['ask_model 2']);
  });

  it('locks a settled call: a second end of it changes nothing', () => {
    const log = [started, answered(1, 'a'), submitted('a'), settled('a', 'succeeded', 'first')];
    const state = foldRun([...log, settled('a', 'denied', 'second')]);
    expect(state.calls[0]?.result).toEqual({ text: 'first', isError: false });
  });

  it('asks again after a failure of the model, but not for ever', () => {
    const failure: RunEvent = { type: 'model_failed', message: 'overloaded', canRepeat: true };
    expect(given(started, failure)).toEqual(['ask_model 1']);
    const many = Array.from({ length: MODEL_FAILURES_MAX }, () => failure);
    expect(given(started, ...many)).toEqual(['fail The model could not be asked: overloaded']);
  });

  it('fails at once when asking the model again cannot help', () => {
    const failure: RunEvent = { type: 'model_failed', message: 'HTTP 401: no such key', canRepeat: false };
    expect(given(started, failure)).toEqual(['fail The model could not be asked: HTTP 401: no such key']);
  });

  it('fails at its limit of turns', () => {
    const turn = (n: number, id: string) => [answered(n, id), submitted(id, 'dispatching'), settled(id)];
    expect(given(started, ...turn(1, 'a'), ...turn(2, 'b'), ...turn(3, 'c'))).toEqual([
      'fail The run reached its limit of 3 turns.',
    ]);
  });

  it('does nothing more after its end', () => {
    const by = { kind: 'user', id: 'u', name: 'Ann' } as const;
    expect(given(started, answered(1, 'a'), { type: 'run_cancelled', by })).toEqual([]);
    expect(given(started, answered(1), { type: 'run_finished', answer: 'done' })).toEqual([]);
  });

  it('decides the same from the same log', () => {
    fc.assert(
      fc.property(fc.array(anyEvent(), { maxLength: 30 }), (events) => {
        const before = foldRun(events.slice(0, -1));
        const last = events.at(-1);
        if (!last) return;
        expect(decide(before, last)).toEqual(outstanding(foldRun(events)));
      }),
      { numRuns: 20_000 },
    );
  });

  it('always leaves a run ended, at work, or waiting: following up never goes in circles', () => {
    fc.assert(
      fc.property(fc.array(anyEvent(), { maxLength: 30 }), (events) => {
        const state = foldRun([started, ...events]);
        const after = followUp(state).reduce(evolve, state);
        const left = outstanding(after).map((command) => command.type);
        const ended = ['finished', 'failed', 'cancelled'].includes(after.status);
        expect(ended || left.length > 0).toBe(true);
        expect(left.filter((type) => !['ask_model', 'submit_call', 'check_call'].includes(type))).toEqual([]);
      }),
      { numRuns: 20_000 },
    );
  });
});

function anyEvent(): fc.Arbitrary<RunEvent> {
  const id = fc.constantFrom('a', 'b', 'c');
  const state = fc.constantFrom<CallState>(
    'pending_approval',
    'dispatching',
    'succeeded',
    'denied',
    'unknown',
    'failed',
  );
  return fc.oneof(
    fc.uniqueArray(id).map((ids) => answered(1, ...ids)),
    fc.tuple(id, state).map(([toolCallId, next]) => submitted(toolCallId, next)),
    fc.tuple(id, state).map(([toolCallId, next]) => settled(toolCallId, next)),
    fc.constant<RunEvent>({ type: 'model_failed', message: 'overloaded', canRepeat: true }),
    fc.constant(suspended),
    fc.constant(resumed),
  );
}
