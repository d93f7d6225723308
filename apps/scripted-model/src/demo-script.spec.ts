import { describe, expect, it } from '@jest/globals';
import type { ChatMessage, OfferedTool } from './chat-request.js';
import { nextTurn } from './demo-script.js';

function aTool(
  name: string,
  properties: Record<string, unknown> = {},
  required = Object.keys(properties),
): OfferedTool {
  return { name, parameters: { type: 'object', properties, required } };
}

const ID = { id: { type: 'string' } };
const TOOLS = [
  aTool('mcp__Tracker__issue__get', ID),
  aTool('mcp__Tracker__issue_x2Eget', ID),
  aTool('mcp__Tracker__issue_x2Edelete', ID),
  aTool('mcp__Tracker__issue_x2Elist', { state: { type: 'string' } }, []),
  aTool('mcp__Tracker__issue_x2Ecomment_x2Eadd', { ...ID, text: { type: 'string' } }),
  aTool('mcp__Everything__echo', { message: { type: 'string' } }),
  aTool('mcp__Everything__get-sum', { a: { type: 'number' }, b: { type: 'number' } }),
];

function user(text: string): ChatMessage {
  return { role: 'user', text, toolCalls: [] };
}

function calls(...names: string[]): ChatMessage {
  return { role: 'assistant', text: '', toolCalls: names.map((name, index) => ({ id: `c${index}`, name })) };
}

function result(toolCallId: string, text: string): ChatMessage {
  return { role: 'tool', text, toolCalls: [], toolCallId };
}

describe('a plain prompt', () => {
  it.each([
    ['delete ISSUE-1', 'mcp__Tracker__issue_x2Edelete', { id: 'ISSUE-1' }],
    ['Please DELETE the issue PROJ-12.', 'mcp__Tracker__issue_x2Edelete', { id: 'PROJ-12' }],
    ['list the issues', 'mcp__Tracker__issue_x2Elist', {}],
    ['add a comment "on it" to ISSUE-2', 'mcp__Tracker__issue_x2Ecomment_x2Eadd', { id: 'ISSUE-2', text: 'on it' }],
    ['echo "hi there"', 'mcp__Everything__echo', { message: 'hi there' }],
    ['get the sum of 4 and -5', 'mcp__Everything__get-sum', { a: 4, b: -5 }],
  ])('%s calls %s', (prompt, name, args) => {
    const { calls: made } = nextTurn({ messages: [user(prompt)], tools: TOOLS });
    expect(made.map((call) => [call.name, JSON.parse(call.arguments) as unknown])).toEqual([[name, args]]);
  });

  it('that names no tool is answered with help, which says who speaks', () => {
    const turn = nextTurn({ messages: [user('hello')], tools: TOOLS });
    expect(turn.calls).toEqual([]);
    expect(turn.text).toMatch(/scripted model.*mcp__Everything__echo/s);
  });

  it('does not depend on the order of the offer', () => {
    const turns = [TOOLS, [...TOOLS].reverse()].map((tools) => nextTurn({ messages: [user('get ISSUE-1')], tools }));
    expect(turns[0]).toEqual(turns[1]);
  });
});

describe('directives', () => {
  it('call several tools in parallel, with the arguments as they are written', () => {
    const turn = nextTurn({ messages: [user('Do this:\n  call a {"x": 1}\ncall b\ncall c {"broken": ')], tools: [] });
    expect(turn.calls).toEqual([
      { name: 'a', arguments: '{"x": 1}' },
      { name: 'b', arguments: '{}' },
      { name: 'c', arguments: '{"broken":' },
    ]);
  });

  it('go on after the results, and end with them quoted', () => {
    const prompt = user('call a\ncall b\nthen\ncall c');
    const first = [prompt, calls('a', 'b'), result('c0', 'one'), result('c1', 'two')];
    expect(nextTurn({ messages: first, tools: [] }).calls).toEqual([{ name: 'c', arguments: '{}' }]);
    const second = [...first, calls('c'), result('c0', 'three')];
    const { text } = nextTurn({ messages: second, tools: [] });
    expect(text).toContain('scripted model');
    expect(text).toContain('"one"');
    expect(text).toContain('- c: "three"');
  });

  it('are those of the last prompt only', () => {
    const messages = [user('call a'), calls('a'), result('c0', 'one'), user('say goodbye')];
    expect(nextTurn({ messages, tools: [] })).toEqual({ text: 'goodbye', calls: [] });
  });

  it('are told apart from sentences', () => {
    expect(nextTurn({ messages: [user('call the doctor\nfail often\nwait here')], tools: [] }).text).toContain(
      'scripted model',
    );
  });
});
