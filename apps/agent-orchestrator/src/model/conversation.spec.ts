import { describe, expect, it } from '@jest/globals';
import type { RunEvent } from '../runs/run-event.js';
import { foldRun } from '../runs/run-state.js';
import { toConversation } from './conversation.js';

const call = (toolCallId: string, json: string, exposedName = 'mcp__Jira__getIssue') => ({
  toolCallId,
  exposedName,
  arguments: json,
});
const started = { type: 'run_started', prompt: 'compare', agentVersion: 1, turnsMax: 5 } as const;
const settled = (toolCallId: string, result: string, more: object = {}) =>
  ({ type: 'call_settled', toolCallId, callId: 'c', state: 'succeeded', isError: false, result, ...more }) as const;
const answered = (calls: ReturnType<typeof call>[], text = 'Looking.'): RunEvent => ({
  type: 'turn_answered',
  turn: 1,
  text,
  calls,
});

describe('the conversation of a run', () => {
  it('gives exactly one result per call, in the order of the calls, whatever order they settled in', () => {
    const state = foldRun([
      started,
      answered([call('a', '{"issue_key":"ISSUE-1"}'), call('b', '{}')]),
      settled('b', 'second'),
      settled('a', 'first'),
    ]);
    const [, assistant, tool] = toConversation(state);
    expect(assistant?.content[1]).toMatchObject({ toolCallId: 'a', input: { issue_key: 'ISSUE-1' } });
    expect(tool?.content).toMatchObject([
      { toolCallId: 'a', output: { type: 'text', value: 'first' } },
      { toolCallId: 'b', output: { type: 'text', value: 'second' } },
    ]);
  });

  it.each(['{oops', '"text"', '[1]', 'null', ''])('shows the model the arguments %j, which are no object', (json) => {
    const refused = { type: 'call_refused', toolCallId: 'a', message: 'Failed: not JSON' } as const;
    const [, assistant, tool] = toConversation(foldRun([started, answered([call('a', json)], ''), refused]));
    expect(assistant?.content).toMatchObject([{ input: { malformed: json } }]);
    expect(tool?.content).toMatchObject([{ output: { type: 'error-text', value: 'Failed: not JSON' } }]);
  });

  it('shows arguments that are nested without end as the text that they are, as deep as the router takes them as JSON', () => {
    const inputOf = (json: string) => {
      const refused = { type: 'call_refused', toolCallId: 'a', message: 'Failed: too deep' } as const;
      return toConversation(foldRun([started, answered([call('a', json)], ''), refused]))[1]?.content;
    };
    const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(inputOf(nested(100_000))).toMatchObject([{ input: { malformed: nested(100_000) } }]);
    expect(inputOf(nested(63))).toMatchObject([{ input: JSON.parse(nested(63)) as object }]);
  });

  const blocks = [
    { type: 'text', text: 'a cat' },
    { type: 'file', mediaType: 'image/png', data: 'AAAA' },
  ] as const;
  it('holds the files of a result for a model that looks at them, and a note for one that does not', () => {
    const events = [
      started,
      answered([call('a', '{}')]),
      settled('a', 'a cat\n[image image/png, 3 bytes]', { blocks }),
    ];
    const [, , shown] = toConversation(foldRun(events), { takesFiles: true });
    const file = { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'AAAA' } };
    expect(shown?.content).toMatchObject([
      { output: { type: 'content', value: [{ type: 'text', text: 'a cat' }, file] } },
    ]);
    const [, , told] = toConversation(foldRun(events), { takesFiles: false });
    expect(told?.content).toMatchObject([{ output: { type: 'text', value: 'a cat\n[image image/png, 3 bytes]' } }]);
  });

  it('marks a result that is an error, whatever it holds', () => {
    const state = foldRun([started, answered([call('a', '{}')]), settled('a', 'no cat', { blocks, isError: true })]);
    expect(toConversation(state, { takesFiles: true })[2]?.content).toMatchObject([
      { output: { type: 'error-text', value: 'no cat' } },
    ]);
  });

  it('has nothing that a provider would refuse the whole of it for', () => {
    const state = foldRun([
      { ...started, prompt: ' \n' },
      answered([call('a', '{"k\\ud800":["\\u0000"]}', 'what? a “tool”')], ' '),
      settled('a', 'half \ud83d and NUL \0'),
      { type: 'turn_answered', turn: 2, text: '', calls: [] },
      { type: 'message_received', text: 'half \ud83d', by: { kind: 'user', id: 'u', name: 'Ada' } },
    ]);
    expect(toConversation(state)).toEqual([
      { role: 'user', content: '(an empty message)' },
      {
        role: 'assistant',
        content: [{ type: 'tool-call', toolCallId: 'a', toolName: 'what__a__tool_', input: { 'k\ufffd': ['\ufffd'] } }],
      },
      {
        role: 'tool',
        content: [
          {
            ...{ type: 'tool-result', toolCallId: 'a', toolName: 'what__a__tool_' },
            output: { type: 'text', value: 'half \ufffd and NUL \ufffd' },
          },
        ],
      },
      { role: 'user', content: 'half \ufffd' },
    ]);
  });
});
