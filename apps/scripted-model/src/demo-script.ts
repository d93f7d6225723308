import type { ChatMessage, ChatRequest } from './chat-request.js';
import { chooseCall } from './choose-tool.js';
import { parseDirectives } from './directives.js';
import { say, type Turn } from './turn.js';

/** Enough to recognise a result by; a model that repeats megabytes helps nobody. */
const QUOTE_CHARACTERS_MAX = 2_000;

/** What the model `scripted` says next: decided by the conversation alone, so that the same one always goes on the same way. */
export function nextTurn({ messages, tools }: Pick<ChatRequest, 'messages' | 'tools'>): Turn {
  const { prompt, exchange } = sinceLastPrompt(messages);
  const turnsDone = exchange.filter(({ toolCalls }) => toolCalls.length > 0).length;
  const call = chooseCall(prompt, tools);
  const turns =
    parseDirectives(prompt) ?? (call ? [{ text: '', calls: [call] }] : [helpTurn(tools.map(({ name }) => name))]);
  return turns[turnsDone] ?? say(quoteResults(exchange));
}

function sinceLastPrompt(messages: readonly ChatMessage[]): { prompt: string; exchange: readonly ChatMessage[] } {
  const index = messages.findLastIndex(({ role }) => role === 'user');
  return { prompt: messages[index]?.text ?? '', exchange: messages.slice(index + 1) };
}

function helpTurn(names: readonly string[]): Turn {
  const offered = names.length === 0 ? 'I was offered no tools.' : `I was offered: ${names.join(', ')}.`;
  return say(
    `This is the scripted model: it follows a script and understands nothing. Name a tool's words ("delete ISSUE-1") or write a line "call <tool> <json arguments>". ${offered}`,
  );
}

function quoteResults(exchange: readonly ChatMessage[]): string {
  const names = new Map(exchange.flatMap(({ toolCalls }) => toolCalls.map(({ id, name }) => [id, name])));
  const results = exchange.filter(({ role }) => role === 'tool');
  const lines = results.map(({ toolCallId = '', text }) => `- ${names.get(toolCallId) ?? 'tool'}: "${shorten(text)}"`);
  return [`The scripted model has ${results.length} result(s):`, ...lines].join('\n');
}

function shorten(text: string): string {
  return text.length > QUOTE_CHARACTERS_MAX ? `${text.slice(0, QUOTE_CHARACTERS_MAX)}…` : text;
}
