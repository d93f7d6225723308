import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { toConversation } from '../model/conversation.js';
import { outstanding } from './decide.js';
import { describeCommand } from './describe-command.js';
import { followUp } from './follow-up.js';
import { readLog } from './read-log.js';

/** A log as a released version stored it, with the commands that followed from it after each event. */
interface RecordedRun {
  readonly about: string;
  readonly recordedBy: string;
  readonly log: readonly { readonly event: Fields; readonly commands: readonly string[] }[];
}
type Fields = Readonly<Record<string, unknown>>;

const FOLDER = new URL('../../fixtures/runs/', import.meta.url);
const NAMES = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));

function load(name: string): RecordedRun {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as RecordedRun;
}

function eventsOf(name: string): Fields[] {
  return load(name).log.map(({ event }) => event);
}

function lacking(event: Fields, field: string): Fields {
  return Object.fromEntries(Object.entries(event).filter(([key]) => key !== field));
}

function read(events: readonly unknown[]) {
  return readLog(events.map((event, index) => ({ sequence: index + 1, data: JSON.stringify(event) })));
}

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
});

/** A change of one event that breaks the log, and what is said about it. */
type Break = (events: Fields[]) => unknown[];
const at =
  (index: number, change: (event: Fields) => unknown): Break =>
  (events) =>
    events.map((event, place) => (place === index ? change(event) : event));
const without =
  (index: number): Break =>
  (events) =>
    events.toSpliced(index, 1);
const twice =
  (index: number): Break =>
  (events) =>
    events.flatMap((event, place) => (place === index ? [event, event] : [event]));

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
