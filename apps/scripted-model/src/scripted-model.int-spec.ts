import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { request as httpRequest } from 'node:http';
import { startScriptedModel, type ScriptedModel } from './scripted-model.server.js';

let model: ScriptedModel;

beforeEach(async () => {
  model = await startScriptedModel({ port: 0 });
});
afterEach(() => model.stop());

function chatModel(id = 'scripted') {
  return createOpenAICompatible({ name: 'scripted', baseURL: model.url, includeUsage: true }).chatModel(id);
}

function trackerTools(deleted: string[]) {
  const inputSchema = jsonSchema<{ id: string }>({
    type: 'object',
    properties: { id: { type: 'string' } },
    required: ['id'],
  });
  const execute = ({ id }: { id: string }): string => {
    deleted.push(id);
    return `Deleted ${id}.`;
  };
  return { Tracker__issue_x2Edelete: tool({ description: 'Deletes an issue.', inputSchema, execute }) };
}

async function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(`${model.url}/chat/completions`, {
    method: 'POST',
    body: text,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

async function loadScript(script: object): Promise<Response> {
  return fetch(model.scriptsUrl, { method: 'POST', body: JSON.stringify(script) });
}

const PROMPT = (content: string) => ({ model: 'scripted', messages: [{ role: 'user', content }] });

describe('through the AI SDK', () => {
  it('calls the tool, gets its result and quotes it', async () => {
    const deleted: string[] = [];
    const answer = await generateText({
      model: chatModel(),
      tools: trackerTools(deleted),
      prompt: 'delete ISSUE-1',
      stopWhen: stepCountIs(5),
    });
    expect(deleted).toEqual(['ISSUE-1']);
    expect(answer.text).toContain('The scripted model has 1 result(s)');
    expect(answer.text).toContain('Deleted ISSUE-1.');
    expect(answer.totalUsage.totalTokens).toBeGreaterThan(0);
  });

  it('streams calls and text', async () => {
    const deleted: string[] = [];
    const prompt =
      'call Tracker__issue_x2Edelete {"id":"ISSUE-1"}\ncall Tracker__issue_x2Edelete {"id":"ISSUE-2 🐛 with a long name"}';
    const answer = streamText({ model: chatModel(), tools: trackerTools(deleted), prompt, stopWhen: stepCountIs(5) });
    const pieces: string[] = [];
    for await (const piece of answer.textStream) pieces.push(piece);
    expect([...deleted].sort()).toEqual(['ISSUE-1', 'ISSUE-2 🐛 with a long name']);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toContain('"Deleted ISSUE-2 🐛 with a long name."');
    expect((await answer.totalUsage).totalTokens).toBeGreaterThan(0);
  });

  it.each([429, 500])('fails with %d as often as it is told to, and then answers a retry', async (status) => {
    const prompt = `fail ${status} 2\nsay here I am`;
    const answer = await generateText({ model: chatModel(), prompt, maxRetries: 2 });
    expect(answer.text).toBe('here I am');
    await expect(generateText({ model: chatModel(), prompt: `fail ${status}`, maxRetries: 0 })).rejects.toMatchObject({
      statusCode: status,
    });
  });

  it('waits when told to, and survives a client that does not', async () => {
    const abortSignal = AbortSignal.timeout(100);
    await expect(
      generateText({ model: chatModel(), prompt: 'wait 60000', maxRetries: 0, abortSignal }),
    ).rejects.toThrow();
    expect((await generateText({ model: chatModel(), prompt: 'wait 20\nsay at last' })).text).toBe('at last');
  });

  it('breaks off in the middle when told to', async () => {
    await expect(
      generateText({ model: chatModel(), prompt: 'say a long enough answer\ncut', maxRetries: 0 }),
    ).rejects.toThrow();
  });
});

describe('a stream', () => {
  const read = async (prompt: string) => {
    const pieces: string[] = [];
    const answer = streamText({ model: chatModel(), prompt, maxRetries: 0, onError: () => undefined });
    for await (const piece of answer.textStream) pieces.push(piece);
    return { answer, pieces };
  };

  it('comes in pieces with pauses between them, when told to', async () => {
    const before = performance.now();
    const { pieces } = await read('drip 20\nsay a text that is long enough for some four or five pieces of it');
    expect(performance.now() - before).toBeGreaterThan(20 * pieces.length);
    expect(pieces.length).toBeGreaterThan(3);
  });

  it('counts its tokens at its end', async () => {
    const { answer } = await read('say hello');
    expect(await answer.usage).toMatchObject({ inputTokens: 3, outputTokens: 2 });
  });

  it.each(['cut', 'stall'])('begins and does not end, when told to %s', async (word) => {
    const text = 'a text that is long enough for some four or five pieces of it';
    const response = await post({ ...PROMPT(`${word}\nsay ${text}`), stream: true });
    const reader = response.body?.getReader();
    let received = '';
    const readOn = async (): Promise<void> => {
      const piece = await reader?.read();
      if (piece?.value === undefined) return;
      received += Buffer.from(piece.value).toString('utf8');
      return readOn();
    };
    const isOver = readOn().then(
      () => 'ended',
      () => 'broken',
    );
    const later = new Promise((resolve) => setTimeout(resolve, 300, 'silent'));
    expect(await Promise.race([isOver, later])).toBe(word === 'cut' ? 'broken' : 'silent');
    expect(received).toContain('a text that');
    expect(received).not.toContain('[DONE]');
  });

  it('answers a conversation with images, which it does not look at', async () => {
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    const content = [{ type: 'text', text: 'say seen nothing' }, image];
    const response = await post({ model: 'scripted', messages: [{ role: 'user', content }] });
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'seen nothing' } }] });
  });
});

describe('an exact script', () => {
  it('is played turn by turn by the model of its name', async () => {
    const turns = [
      { text: 'First.', calls: [{ name: 'Tracker__issue_x2Edelete', arguments: { id: 'X' } }] },
      { text: 'Second.' },
    ];
    expect(await (await loadScript({ id: 'refund', turns })).json()).toEqual({ model: 'scripted/refund' });
    const deleted: string[] = [];
    const answer = await generateText({
      model: chatModel('scripted/refund'),
      tools: trackerTools(deleted),
      prompt: 'go',
      stopWhen: stepCountIs(5),
    });
    expect([deleted, answer.text]).toEqual([['X'], 'Second.']);
    const { data } = (await (await fetch(`${model.url}/models`)).json()) as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).toEqual(['scripted', 'scripted/refund']);
    expect((await fetch(`${model.scriptsUrl}/refund`, { method: 'DELETE' })).status).toBe(204);
    expect((await post({ ...PROMPT('go'), model: 'scripted/refund' })).status).toBe(404);
  });

  it.each([
    ['a bad id', { id: 'a b', turns: [{}] }],
    ['no turns', { id: 'a', turns: [] }],
    ['an unknown key', { id: 'a', turns: [{ says: 'x' }] }],
    ['a failure that is none', { id: 'a', turns: [{ fail: { status: 200 } }] }],
  ])('with %s is refused', async (_what, script) => {
    expect((await loadScript(script)).status).toBe(422);
  });
});

describe('the wire protocol', () => {
  it('gives the same answer, with the same call ids, to the same conversation', async () => {
    const body = PROMPT('call a\ncall b');
    const answers = await Promise.all([post(body), post(body)].map(async (response) => (await response).json()));
    expect(answers[0]).toEqual({ ...(answers[1] as object), created: (answers[0] as { created: number }).created });
    expect(answers[0]).toMatchObject({
      object: 'chat.completion',
      choices: [
        {
          finish_reason: 'tool_calls',
          message: {
            role: 'assistant',
            content: null,
            tool_calls: [{ type: 'function', function: { name: 'a' } }, { function: { name: 'b' } }],
          },
        },
      ],
    });
  });

  it('ends a stream with usage, when asked for it, and the end mark', async () => {
    const response = await post({ ...PROMPT('say hello'), stream: true, stream_options: { include_usage: true } });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = (await response.text()).trim().split('\n\n');
    expect(events.at(-1)).toBe('data: [DONE]');
    expect(events.at(-2)).toContain('"usage":{"prompt_tokens":');
  });

  const CALL = { id: 'c1', type: 'function', function: { name: 'a', arguments: '{}' } };
  it.each([
    ['what is not JSON', '{"model":', 400],
    ['no messages', { model: 'scripted', messages: [] }, 400],
    ['an unknown role', { model: 'scripted', messages: [{ role: 'robot', content: 'x' }] }, 400],
    ['an unknown model', { ...PROMPT('x'), model: 'gpt' }, 404],
    [
      'a tool name that providers refuse',
      { ...PROMPT('x'), tools: [{ type: 'function', function: { name: 'issue.get' } }] },
      400,
    ],
    [
      'two tools of one name',
      {
        ...PROMPT('x'),
        tools: [
          { type: 'function', function: { name: 'a' } },
          { type: 'function', function: { name: 'a' } },
        ],
      },
      400,
    ],
    [
      'a call without its result',
      {
        model: 'scripted',
        messages: [
          { role: 'assistant', tool_calls: [CALL] },
          { role: 'user', content: 'x' },
        ],
      },
      400,
    ],
    [
      'a result without its call',
      { model: 'scripted', messages: [{ role: 'tool', tool_call_id: 'c1', content: 'x' }] },
      400,
    ],
  ])('refuses %s, as a provider does', async (_what, body, status) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining('scripted model: ') } });
    expect((await post(PROMPT('say alive'))).status).toBe(200);
  });

  it('answers this machine only', async () => {
    expect((await post(PROMPT('x'), { origin: 'https://evil.example' })).status).toBe(403);
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(`${model.url}/models`, { headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.once('error', reject).end();
    });
    expect(status).toBe(403);
    expect((await fetch(`${model.url}/nothing`)).status).toBe(404);
  });
});
