import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ModelProvider } from '@countersign/contracts';
import { createEgress, parseAllowList } from '@countersign/egress';
import { eventually } from '@countersign/testing';
import type { ModelConfig } from '../config.js';
import type { ConversationMessage } from './conversation.js';
import { ModelClient, type ModelQuestion } from './model.client.js';
import { toModelFailure } from './model-failure.js';
import { readWireCases, readWireRequest, type WireRequest, WireServer } from './wire.fixture-spec.js';

const MODELS = { anthropic: 'claude-sonnet-4-5', openai: 'gpt-5', 'openai-compatible': 'llama-4' } as const;
const PROVIDERS = Object.keys(MODELS) as (keyof typeof MODELS)[];
const KEY = 'sk-canary-0123456789';
/** Time-outs of the HTTP client have a resolution of about half a second. */
const STALL_MS = 1_000;
const forever = new AbortController().signal;

const getIssue = {
  exposedName: 'mcp__Jira__getIssue',
  title: null,
  description: 'Reads an issue.',
  inputSchema: { type: 'object', properties: { issue_key: { type: 'string' } }, required: ['issue_key'] },
};
const call = (toolCallId: string, key: string) =>
  ({ type: 'tool-call', toolCallId, toolName: getIssue.exposedName, input: { issue_key: key } }) as const;
const resultOf = (toolCallId: string) => ({ type: 'tool-result', toolCallId, toolName: getIssue.exposedName }) as const;
const conversation = (takesFiles: boolean): ConversationMessage[] => [
  { role: 'user', content: 'Compare the issues.' },
  {
    role: 'assistant',
    content: [
      { type: 'text', text: 'Looking.' },
      call('turn1_call1', 'ISSUE-1'),
      call('turn1_call2', 'ISSUE-2'),
      call('turn1_call3', 'ISSUE-3'),
    ],
  },
  {
    role: 'tool',
    content: [
      { ...resultOf('turn1_call1'), output: { type: 'text', value: 'open' } },
      { ...resultOf('turn1_call2'), output: { type: 'error-text', value: 'Denied by Ada: not that one' } },
      {
        ...resultOf('turn1_call3'),
        output: takesFiles
          ? {
              type: 'content',
              value: [
                { type: 'text', text: 'a screenshot' },
                { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'iVBORw0KGgo=' } },
                {
                  ...{ type: 'file', mediaType: 'application/pdf', filename: 'result.pdf' },
                  data: { type: 'data', data: 'JVBERi0x' },
                },
              ],
            }
          : { type: 'text', value: 'a screenshot\n[image image/png, 8 bytes]' },
      },
    ],
  },
  { role: 'user', content: 'And be brief.' },
];

describe('the protocols of the providers', () => {
  const server = new WireServer();
  let client: ModelClient;

  beforeAll(async () => {
    const url = await server.start();
    const limits = { headersMs: 10_000, bodyMs: STALL_MS, totalMs: 30_000 };
    client = new ModelClient(configOf(url), createEgress({ allow: parseAllowList('127.0.0.1 http'), limits }));
  });
  beforeEach(() => {
    server.requests.length = 0;
  });
  afterAll(() => server.stop());

  const ask = async (provider: ModelProvider, more: Partial<ModelQuestion> = {}, signal = forever) => {
    const pieces: string[] = [];
    const question = { ...aQuestion(provider), ...more };
    const answer = await client.ask(question, { signal, onText: (text) => pieces.push(text) });
    return { answer, streamed: pieces.join('') };
  };

  describe.each(PROVIDERS)('%s', (provider) => {
    const cases = readWireCases(provider);

    it.each(cases.filter(({ answer }) => answer !== undefined))('answers: $about ($name)', async (wire) => {
      server.play(provider, wire);
      const { answer, streamed } = await ask(provider);
      expect(answer).toEqual(wire.answer);
      expect(answer.text.startsWith(streamed)).toBe(true);
    });

    it.each(cases.filter(({ failure }) => failure !== undefined))('fails: $about ($name)', async (wire) => {
      server.play(provider, wire);
      const error: unknown = await ask(provider).then(
        () => null,
        (failure: unknown) => failure,
      );
      const { message, ...failure } = toModelFailure(error, aQuestion(provider), Date.now());
      const { message: start = '', ...expected } = wire.failure ?? {};
      expect(message.slice(0, start.length)).toBe(start);
      expect(failure).toEqual(expected);
      expect(message).not.toContain(KEY);
      expect(message).not.toMatch(/canary|Compare the issues/);
      expect(server.requests).toHaveLength(1);
    });

    it('is asked with the whole conversation, each call with its result, and with its key in a header alone', async () => {
      server.play(provider, aPlainAnswer(cases));
      await ask(provider, {
        instructions: 'Help.',
        messages: conversation(provider !== 'openai-compatible'),
        tools: [getIssue],
        parameters: PARAMETERS,
      });
      const [request] = server.requests;
      expect(toComparable(request)).toEqual(readWireRequest(provider));
      expect(JSON.stringify(request?.body)).not.toContain(KEY);
    });

    it('is left when nobody waits for its answer any more', async () => {
      const { response } = aPlainAnswer(cases);
      server.play(provider, { response: { ...response, end: 'stall' } });
      const before = server.abandoned;
      const controller = new AbortController();
      const reason = new Error('the run has ended');
      const asked = ask(provider, {}, controller.signal);
      await eventually(() => expect(server.requests).toHaveLength(1));
      controller.abort(reason);
      await expect(asked).rejects.toBe(reason);
      await eventually(() => expect(server.abandoned).toBe(before + 1));
    });
  });
});

/** Those that a provider or a model has no word for are left out by the SDK. */
const PARAMETERS = { temperature: 0.5, topP: 0.9, maxOutputTokens: 500, stopSequences: ['END'], seed: 7 };

function aPlainAnswer(cases: ReturnType<typeof readWireCases>) {
  const plain = cases.find(({ name }) => name === 'plain-answer');
  if (plain === undefined) throw new Error('there is no plain answer');
  return plain;
}

function aQuestion(provider: ModelProvider): ModelQuestion {
  const messages = [{ role: 'user', content: 'Compare the issues.' }] as const;
  const model = MODELS[provider as keyof typeof MODELS];
  return { provider, model, instructions: '', messages, tools: [getIssue], parameters: {} };
}

function configOf(url: string): ModelConfig {
  return {
    ...{ provider: 'anthropic', model: 'claude-sonnet-4-5', stallMs: STALL_MS },
    ...{ baseUrl: url, anthropicBaseUrl: url, openaiBaseUrl: url, anthropicApiKey: KEY, openaiApiKey: KEY },
    facts: { 'llama-4': { price: { input: 0.2, output: 1 } } },
  };
}

const HEADERS = ['authorization', 'x-api-key', 'anthropic-version', 'content-type'];

function toComparable(request: WireRequest | undefined) {
  const headers = Object.entries(request?.headers ?? {}).filter(([name]) => HEADERS.includes(name));
  return { path: request?.path, headers: Object.fromEntries(headers), body: request?.body };
}
