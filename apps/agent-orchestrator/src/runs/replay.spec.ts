import { describe, expect, it } from '@jest/globals';
import { toConversation } from '../model/conversation.js';
import { outstanding } from './decide.js';
import { describeCommand } from './describe-command.js';
import { followUp } from './follow-up.js';
import { recordLog } from './record-log.js';
import { eventsOf, lacking, load, NAMES, read } from './recorded-runs.fixture-spec.js';

describe('a log that was recorded', () => {
  it.each(NAMES)('gives the same commands after every event today: %s', (name) => {
    const { log } = load(name);
    const events = log.map(({ event }) => event);
    const today = log.map((_, index) => outstanding(read(events.slice(0, index + 1))).map(describeCommand));
    expect(today).toEqual(log.map(({ commands }) => commands));
  });

  it.each(NAMES)('leaves nothing to do that needs nobody, and can be told to the model: %s', (name) => {
    const state = read(eventsOf(name));
    expect(followUp(state)).toEqual([]);
    if (state.calls.every(({ result }) => result !== null)) expect(() => toConversation(state)).not.toThrow();
  });

  it('is there of every type of event', () => {
    const types = NAMES.flatMap(eventsOf).map(({ type }) => type as string);
    expect([...new Set(types)].sort()).toEqual([
      'call_refused',
      'call_settled',
      'call_submitted',
      'message_received',
      'model_failed',
      'results_compacted',
      'run_cancelled',
      'run_failed',
      'run_finished',
      'run_resumed',
      'run_started',
      'run_suspended',
      'turn_answered',
    ]);
  });

  it('of a later version may have fields that are unknown, and of an earlier one lack those that came since', () => {
    const events = eventsOf('failed').map((event) => ({ ...lacking(event, 'canRepeat'), mood: 'good' }));
    expect(read(events.slice(0, 2)).lastModelFailure).toMatchObject({ canRepeat: true });
  });

  it('is executed when it was approved, and goes on once its result is there', () => {
    const events = eventsOf('approved-and-executing');
    const { callId, toolCallId } = events.at(-1) ?? {};
    const settled = { type: 'call_settled', toolCallId, callId, state: 'succeeded', isError: false, result: 'done' };
    expect(outstanding(read(events)).map(describeCommand)).toEqual(['check_call turn1_call1']);
    expect(outstanding(read([...events, settled])).map(describeCommand)).toEqual(['ask_model 2']);
  });

  it.each(NAMES)('is what would be recorded of it today: %s', (name) => {
    const recorded = load(name);
    const rows = eventsOf(name).map((event, index) => {
      const type = event['type'] as string;
      return { sequence: index + 1, type, data: JSON.stringify(event) };
    });
    expect(recordLog(rows, recorded)).toEqual(recorded);
  });
});
