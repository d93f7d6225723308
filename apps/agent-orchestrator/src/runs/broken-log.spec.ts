import { describe, expect, it } from '@jest/globals';
import { readLog } from './read-log.js';
import { at, type Break, eventsOf, lacking, read, twice, without } from './recorded-runs.fixture-spec.js';

describe('a broken log is refused, with a readable reason', () => {
  it.each<[string, string, string, Break]>([
    [
      'an unknown type',
      'finished',
      'event 2: events of type "turn_began" are unknown to this version',
      at(1, () => ({ type: 'turn_began' })),
    ],
    [
      'a type that every object has',
      'finished',
      'event 2: events of type "toString" are unknown',
      at(1, () => ({ type: 'toString' })),
    ],
    ['no object', 'finished', 'event 1: the event is not an object', at(0, () => [])],
    ['no prompt', 'finished', 'event 1: run_started: prompt is not a text', at(0, (event) => lacking(event, 'prompt'))],
    [
      'a turn that is no count',
      'finished',
      'event 2: turn_answered: turn is not a count',
      at(1, (event) => ({ ...event, turn: '1' })),
    ],
    [
      'calls that are no list',
      'finished',
      'event 2: turn_answered: calls is not a list',
      at(1, (event) => ({ ...event, calls: {} })),
    ],
    [
      'a call without arguments',
      'finished',
      'event 2: turn_answered: arguments is not a text',
      at(1, (event) => ({ ...event, calls: [{ toolCallId: 'a', exposedName: 'b' }] })),
    ],
    [
      'a state that no call has',
      'finished',
      'event 3: call_submitted: state is none of requested, ',
      at(2, (event) => ({ ...event, state: 'lost' })),
    ],
    [
      'an error that is neither true nor false',
      'finished',
      'event 6: call_settled: isError is not true or false',
      at(5, (event) => ({ ...event, isError: 0 })),
    ],
    [
      'a file without its data',
      'result-with-an-image',
      'event 4: call_settled: data is not a text',
      at(3, (event) => ({ ...event, blocks: [{ type: 'file', mediaType: 'image/png' }] })),
    ],
    [
      'nobody who cancelled',
      'cancelled',
      'event 5: run_cancelled: by is not an object',
      at(4, (event) => ({ ...event, by: null })),
    ],
    ['no beginning', 'finished', 'event 1: turn_answered: a log begins with run_started, once', without(0)],
    ['two beginnings', 'finished', 'event 2: run_started: a log begins with run_started, once', twice(0)],
    ['the same turn twice', 'finished', 'event 3: turn_answered: turn 1 follows turn 1', twice(1)],
    [
      'a turn before its calls have ended',
      'finished',
      'event 6: turn_answered: a call of an earlier turn has no result',
      (events) => [...events.slice(0, 5), { type: 'turn_answered', turn: 2, text: '', calls: [] }],
    ],
    [
      'a call id twice',
      'finished',
      'event 2: turn_answered: call turn1_call1 is there twice',
      at(1, (event) => ({ ...event, calls: [event['calls'], event['calls']].flat() })),
    ],
    [
      'a submission of a call that nobody proposed',
      'finished',
      'event 3: call_submitted: no turn proposed a call x',
      at(2, (event) => ({ ...event, toolCallId: 'x' })),
    ],
    [
      'a call that is submitted twice',
      'finished',
      'event 4: call_submitted: call turn1_call1 is with the router already',
      twice(2),
    ],
    ['a call that ends twice', 'finished', 'event 7: call_settled: call turn1_call1 has its result already', twice(5)],
    [
      'a pause without a reason',
      'finished',
      'event 2: run_suspended: there is nothing to wait for',
      (events) => [events[0], { type: 'run_suspended' }],
    ],
    [
      'an end of a pause that goes on',
      'suspended-on-one-call',
      'event 5: run_resumed: the run waits for nothing, or still waits',
      (events) => [...events, { type: 'run_resumed' }],
    ],
    [
      'an answer that is none',
      'suspended-on-one-call',
      'event 3: run_finished: the last turn is no answer',
      (events) => [...events.slice(0, 2), { type: 'run_finished', answer: '' }],
    ],
    [
      'anything after the end',
      'cancelled',
      'event 6: run_resumed: the run has already ended (cancelled)',
      (events) => [...events, { type: 'run_resumed' }],
    ],
  ])('%s', (_, name, reason, spoil) => {
    const spoilt = spoil(eventsOf(name));
    expect(() => read(spoilt)).toThrow(expect.objectContaining({ code: 'run.unreadable' }));
    expect(() => read(spoilt)).toThrow(reason);
  });

  it('an event that is no JSON', () => {
    expect(() => readLog([{ sequence: 1, data: '{' }])).toThrow(/^event 1: /);
  });

  it('a gap', () => {
    const rows = eventsOf('finished').map((event, index) => ({ sequence: index + 1, data: JSON.stringify(event) }));
    expect(() => readLog(rows.toSpliced(1, 1))).toThrow('event 2 is missing');
  });
});
