import { describe, expect, it } from '@jest/globals';
import { foldRun } from '../runs/run-state.js';
import { toConversation } from './conversation.js';
import { RESULT_CHARACTERS_MAX, toResultText } from './result-text.js';

const call = (toolCallId: string, json: string) => ({
  toolCallId,
  exposedName: 'mcp__Jira__getIssue',
  arguments: json,
});

describe('the conversation of a run', () => {
  it('gives exactly one result per call, in the order of the calls, whatever order they settled in', () => {
    const settled = (toolCallId: string, result: string) =>
      ({ type: 'call_settled', toolCallId, callId: 'c', state: 'succeeded', isError: false, result }) as const;
    const state = foldRun([
      { type: 'run_started', prompt: 'compare', agentVersion: 1, turnsMax: 5 },
      {
        type: 'turn_answered',
        turn: 1,
        text: 'Looking.',
        calls: [call('a', '{"issue_key":"ISSUE-1"}'), call('b', '{}')],
      },
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

  it('shows the model arguments that were no JSON, beside the error that came of it', () => {
    const state = foldRun([
      { type: 'run_started', prompt: 'go', agentVersion: 1, turnsMax: 5 },
      { type: 'turn_answered', turn: 1, text: '', calls: [call('a', '{oops')] },
      { type: 'call_refused', toolCallId: 'a', message: 'Failed: not JSON' },
    ]);
    const [, assistant, tool] = toConversation(state);
    expect(assistant?.content).toMatchObject([{ input: { malformed: '{oops' } }]);
    expect(tool?.content).toMatchObject([{ output: { type: 'error-text', value: 'Failed: not JSON' } }]);
  });
});

describe('the text of a result', () => {
  it('keeps all blocks, in order', () => {
    const blocks = [
      { type: 'text', text: 'one' },
      { type: 'image', data: 'AA==', mimeType: 'image/png' },
      { type: 'text', text: 'two' },
    ];
    expect(toResultText(JSON.stringify({ content: blocks }))).toBe(`one\n${JSON.stringify(blocks[1])}\ntwo`);
  });

  it('is cut at its limit and says so', () => {
    const text = 'x'.repeat(RESULT_CHARACTERS_MAX + 1);
    const cut = toResultText(JSON.stringify({ content: [{ type: 'text', text }] }));
    expect(cut).toMatch(/\[cut: the result has 1048577 characters\]$/);
  });

  it('passes on what is no result of the protocol', () => {
    expect(toResultText('plain')).toBe('plain');
  });
});
