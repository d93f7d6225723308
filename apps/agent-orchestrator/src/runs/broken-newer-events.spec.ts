import { describe, expect, it } from '@jest/globals';
import { at, type Break, eventsOf, type Fields, read, twice, without } from './recorded-runs.fixture-spec.js';

const CHAT = 'messages-and-compaction';
const FORK = 'forked-failed-and-opened-again';
const EDITED = 'resumed-after-edit-and-approve';

const having = (index: number, fields: Fields): Break => at(index, (event) => ({ ...event, ...fields }));
const inserted =
  (index: number, event: Fields): Break =>
  (events) =>
    events.toSpliced(index, 0, event);

describe('a log whose messages, limits or results are broken is refused, with a readable reason', () => {
  it.each<[string, string, string, Break]>([
    ['a message of nobody', CHAT, 'event 5: message_received: by is not an object', having(4, { by: 'Ann' })],
    [
      'a message of something else',
      CHAT,
      'event 5: message_received: kind is none of ',
      having(4, { by: { kind: 'ghost', id: '1', name: 'Ann' } }),
    ],
    ['a message without text', CHAT, 'event 5: message_received: text is not a text', having(4, { text: null })],
    [
      'a message id that is none',
      CHAT,
      'event 5: message_received: messageId is not a text',
      having(4, { messageId: 7 }),
    ],
    [
      'a message to a cancelled run',
      'cancelled',
      'event 6: message_received: the run has already ended (cancelled)',
      (events) => [...events, { type: 'message_received', text: 'Go on.', by: { kind: 'user', id: '1', name: 'Ann' } }],
    ],
    [
      'more messages read than there were',
      CHAT,
      'event 12: turn_answered: 2 messages of 1 were read',
      having(11, { messagesRead: 2 }),
    ],
    [
      'a message that is forgotten',
      CHAT,
      'event 15: turn_answered: a message that was read is not read any more',
      having(14, { messagesRead: 0 }),
    ],
    [
      'an end before a message was read',
      CHAT,
      'event 13: run_finished: the model has not read a message',
      having(11, { messagesRead: 0 }),
    ],
    [
      'a compaction of nothing',
      CHAT,
      'event 11: results_compacted: nothing is compacted',
      having(10, { toolCallIds: [] }),
    ],
    [
      'a compaction of a call that is not there',
      CHAT,
      'event 11: results_compacted: there is no result of call x to compact',
      having(10, { toolCallIds: ['x'] }),
    ],
    [
      'a compaction that comes twice',
      CHAT,
      'event 12: results_compacted: there is no result of call turn1_call1 to compact',
      twice(10),
    ],
    [
      'a compaction while a call waits',
      CHAT,
      'event 4: results_compacted: a call has no result',
      inserted(3, { type: 'results_compacted', toolCallIds: ['turn1_call1'] }),
    ],
    [
      'a compaction of what is no id',
      CHAT,
      'event 11: results_compacted: 0 is not a text',
      having(10, { toolCallIds: [1] }),
    ],
    ['a limit below zero', CHAT, 'event 1: run_started: tokensMax is not a count', having(0, { tokensMax: -1 })],
    [
      'a limit in words',
      CHAT,
      'event 1: run_started: wallSecondsMax is not a count',
      having(0, { wallSecondsMax: 'a day' }),
    ],
    [
      'half a call at once',
      CHAT,
      'event 1: run_started: parallelCallsMax is not a count',
      having(0, { parallelCallsMax: 0.5 }),
    ],
    ['a usage that is none', CHAT, 'event 2: turn_answered: usage is not an object', having(1, { usage: 240 })],
    [
      'a usage without a number',
      CHAT,
      'event 2: turn_answered: outputTokens is not a count',
      having(1, { usage: { inputTokens: 1, cachedInputTokens: 0 } }),
    ],
    ['a cost in fractions', CHAT, 'event 2: turn_answered: costMicros is not a count', having(1, { costMicros: 0.1 })],
    [
      'a pause that a provider asked for in words',
      CHAT,
      'event 10: model_failed: retryAfterSeconds is not a count',
      having(9, { retryAfterSeconds: 'soon' }),
    ],
    [
      'a question to the model while a call waits',
      CHAT,
      'event 4: model_failed: the model is not asked while calls have no result',
      inserted(3, { type: 'model_failed', message: 'HTTP 500', canRepeat: true }),
    ],
    ['an origin that is none', FORK, 'event 1: run_started: forkedFrom is not an object', having(0, { forkedFrom: 1 })],
    [
      'an origin without a run',
      FORK,
      'event 1: run_started: runId is not a text',
      having(0, { forkedFrom: { sequence: 4 } }),
    ],
    [
      'an origin nowhere in its log',
      FORK,
      'event 1: run_started: sequence is not a count',
      having(0, { forkedFrom: { runId: '1', sequence: 'last' } }),
    ],
    [
      'an approval without an id',
      'approved-and-executing',
      'event 3: call_submitted: approvalId is not a text',
      having(2, { approvalId: {} }),
    ],
    [
      'an edited call that nobody proposed',
      EDITED,
      'event 5: call_settled: no turn proposed a call turn1_call2',
      having(4, { toolCallId: 'turn1_call2' }),
    ],
    [
      'a run that goes on before its edited call has a result',
      EDITED,
      'event 5: run_resumed: the run waits for nothing, or still waits',
      without(4),
    ],
    [
      'an end at a limit that comes twice',
      'failed-at-its-token-limit',
      'event 8: run_failed: the run has already ended (failed)',
      twice(6),
    ],
  ])('%s', (_, name, reason, spoil) => {
    const spoilt = spoil(eventsOf(name));
    expect(() => read(spoilt)).toThrow(expect.objectContaining({ code: 'run.unreadable' }));
    expect(() => read(spoilt)).toThrow(reason);
  });
});
