import { createHash } from 'node:crypto';
import type { ChatRequest } from './chat-request.js';
import type { Turn } from './turn.js';

/** Small enough that a short text comes in several pieces. */
const PIECE_CHARACTERS = 16;

/** A tokeniser would be a dependency for a number that nobody is billed by; this is the usual rule of thumb. */
const CHARACTERS_PER_TOKEN = 4;

interface Head {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

/** The answer as one document. */
export function toCompletion(request: ChatRequest, turn: Turn, created: number): object {
  const { calls, text } = turn;
  const message = {
    role: 'assistant',
    content: text === '' ? null : text,
    ...(calls.length === 0 ? {} : { tool_calls: toToolCalls(request, turn) }),
  };
  const choice = { index: 0, message, finish_reason: finishReason(turn), logprobs: null };
  return {
    ...head(request, turn, created),
    object: 'chat.completion',
    choices: [choice],
    usage: usageOf(request, turn),
  };
}

/** The answer as the chunks of a stream, without the end mark. */
export function toChunks(request: ChatRequest, turn: Turn, created: number): readonly object[] {
  const chunk = (delta: object, finish: string | null = null): object => ({
    ...head(request, turn, created),
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: finish, logprobs: null }],
  });
  const calls = toToolCalls(request, turn).flatMap(({ id, type, function: { name, arguments: text } }, index) => [
    chunk({ tool_calls: [{ index, id, type, function: { name, arguments: '' } }] }),
    ...piecesOf(text).map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ]);
  const usage = {
    ...head(request, turn, created),
    object: 'chat.completion.chunk',
    choices: [],
    usage: usageOf(request, turn),
  };
  return [
    chunk({ role: 'assistant', content: '' }),
    ...piecesOf(turn.text).map((content) => chunk({ content })),
    ...calls,
    chunk({}, finishReason(turn)),
    ...(request.includeUsage ? [usage] : []),
  ];
}

/** The same conversation has the same digest, and its calls the same ids. */
export function digestOf({ model, messages }: Pick<ChatRequest, 'model' | 'messages'>): string {
  return createHash('sha256')
    .update(JSON.stringify([model, messages]))
    .digest('hex');
}

function head(request: ChatRequest, turn: Turn, created: number): Head {
  return { id: `chatcmpl-${digestOf(request).slice(0, 24)}${turn.calls.length}`, created, model: request.model };
}

function toToolCalls(request: ChatRequest, { calls }: Turn) {
  const digest = digestOf(request).slice(0, 24);
  return calls.map(({ name, arguments: text }, index) => ({
    id: `call_${digest}_${index}`,
    type: 'function',
    function: { name, arguments: text },
  }));
}

function finishReason({ calls }: Turn): string {
  return calls.length > 0 ? 'tool_calls' : 'stop';
}

function usageOf({ messages }: ChatRequest, { text, calls }: Turn): object {
  const prompt = tokensOf(messages.map((message) => message.text).join(''));
  const completion = tokensOf(text + calls.map((call) => call.name + call.arguments).join(''));
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

/** By code points: half a surrogate pair is no text. */
function piecesOf(text: string): string[] {
  const points = [...text];
  const starts = Array.from(
    { length: Math.ceil(points.length / PIECE_CHARACTERS) },
    (_, index) => index * PIECE_CHARACTERS,
  );
  return starts.map((start) => points.slice(start, start + PIECE_CHARACTERS).join(''));
}
