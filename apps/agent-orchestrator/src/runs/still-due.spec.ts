import { describe, expect, it } from '@jest/globals';
import type { CallState } from '@countersign/contracts';
import { outstanding } from './decide.js';
import { MODEL_RETRY_SECONDS, secondsToNextStep } from './next-step.js';
import type { RunEvent } from './run-event.js';
import { foldRun, type RunState } from './run-state.js';
import { type EffectCommand, isNews, isStillDue } from './still-due.js';

const started: RunEvent = { type: 'run_started', prompt: 'go', agentVersion: 1, turnsMax: 9 };
const failed: RunEvent = { type: 'model_failed', message: 'HTTP 500', canRepeat: true };
const cancelled: RunEvent = { type: 'run_cancelled', by: { kind: 'user', id: 'u', name: 'Ann' } };
const answered: RunEvent = {
  type: 'turn_answered',
  turn: 1,
  text: '',
  calls: ['a', 'b'].map((toolCallId) => ({ toolCallId, exposedName: 'tool', arguments: '{}' })),
};
const submitted = (toolCallId: string, state: CallState = 'pending_approval', callId = `1${toolCallId}`): RunEvent => ({
  type: 'call_submitted',
  toolCallId,
  callId,
  state,
});
const settled = (toolCallId: string, state: CallState, callId = `1${toolCallId}`): RunEvent => ({
  type: 'call_settled',
  toolCallId,
  callId,
  state,
  isError: false,
  result: 'r',
});

function commandsOf(...log: RunEvent[]): EffectCommand[] {
  return outstanding(foldRun(log)).filter(
    (command): command is EffectCommand => 'turn' in command || 'call' in command,
  );
}
function dueIn(state: RunState, commands: readonly EffectCommand[]): boolean[] {
  return commands.map((command) => isStillDue(state, command));
}

describe('what came of a command', () => {
  it.each<[string, RunEvent[], boolean[]]>([
    ['counts while nothing else happened', [], [true, true]],
    ['does not count for a call that ended meanwhile', [settled('a', 'succeeded')], [false, true]],
    ['does not count for a call that another replica submitted', [submitted('b')], [true, false]],
    ['does not count in a run that was cancelled', [cancelled], [false, false]],
  ])('%s', (_, meanwhile, due) => {
    const commands = commandsOf(started, answered);
    expect(dueIn(foldRun([started, answered, ...meanwhile]), commands)).toEqual(due);
  });

  it('counts once for a turn', () => {
    const commands = commandsOf(started);
    expect(dueIn(foldRun([started, failed]), commands)).toEqual([true]);
    expect(dueIn(foldRun([started, answered]), commands)).toEqual([false]);
  });
});

describe('the end of a call', () => {
  it.each<[string, boolean, RunEvent[], CallState, string]>([
    ['is news before the submission is recorded', true, [], 'succeeded', '1a'],
    ['is news while the call waits', true, [submitted('a')], 'denied', '1a'],
    ['is news when the submission said so already, without a result', true, [submitted('a', 'denied')], 'denied', '1a'],
    ['is none when the result is there', false, [submitted('a'), settled('a', 'failed')], 'succeeded', '1a'],
    ['is none when it is known to be unknown', false, [submitted('a'), settled('a', 'unknown')], 'unknown', '1a'],
    ['is news when what was unknown is resolved', true, [settled('a', 'unknown')], 'resolved_failed', '1a'],
    [
      'is none of a call that was made again',
      false,
      [settled('a', 'unknown'), settled('a', 'retried')],
      'unknown',
      '1a',
    ],
    ['is news of the call that follows it', true, [settled('a', 'unknown')], 'succeeded', '2a'],
    ['is news of the call that follows one made again', true, [settled('a', 'retried')], 'unknown', '2a'],
    [
      'is none of a call that another has followed',
      false,
      [settled('a', 'retried'), submitted('a', 'approved', '2a')],
      'unknown',
      '1a',
    ],
    ['is none after the end of the run', false, [submitted('a'), cancelled], 'cancelled', '1a'],
  ])('%s', (_, isNew, log, state, callId) => {
    const run = foldRun([started, answered, ...log]);
    expect(isNews(run, { toolCallId: 'a', callId, state })).toBe(isNew);
  });

  it('is no news of a call that no turn proposed', () => {
    expect(isNews(foldRun([started]), { toolCallId: 'a', callId: '1a', state: 'succeeded' })).toBe(false);
  });
});

describe('the next step', () => {
  const next = (...log: RunEvent[]) => secondsToNextStep(foldRun([started, ...log]));

  it('is due at once where there is work, and not at all where somebody else continues', () => {
    expect(next()).toBe(0);
    expect(next(answered)).toBe(0);
    expect(next(answered, submitted('a'))).toBe(0);
    expect(next(answered, submitted('a', 'dispatching'), submitted('b'))).toBeNull();
    expect(next(cancelled)).toBeNull();
  });

  it('is due later the more often the model has failed', () => {
    const pauses = MODEL_RETRY_SECONDS.map((_, index) => next(...Array.from({ length: index + 1 }, () => failed)));
    expect(pauses).toEqual([...MODEL_RETRY_SECONDS]);
    expect(next(failed, answered)).toBe(0);
  });
});
