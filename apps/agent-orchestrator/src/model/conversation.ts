import type { RunCall } from '../runs/run-call.js';
import type { RunState } from '../runs/run-state.js';

/** The conversation as the AI SDK's messages; a pure function of the log, so a replay asks the same question. */
export type ConversationMessage =
  | { readonly role: 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: readonly AssistantPart[] }
  | { readonly role: 'tool'; readonly content: readonly ToolResult[] };

type AssistantPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool-call'; readonly toolCallId: string; readonly toolName: string; readonly input: unknown };

interface ToolResult {
  readonly type: 'tool-result';
  readonly toolCallId: string;
  readonly toolName: string;
  readonly output: { readonly type: 'text' | 'error-text'; readonly value: string };
}

/**
 * Each turn's answer is followed by exactly one result per call, in the order of the calls. A message stands where the model
 * read it, before the turn that answers it; those that it has not read yet are last.
 */
export function toConversation(state: RunState): ConversationMessage[] {
  const calls = new Map(state.calls.map((call) => [call.toolCallId, call]));
  const messages: ConversationMessage[] = [{ role: 'user', content: state.prompt }];
  let read = 0;
  for (const turn of state.turns) {
    messages.push(...state.messages.slice(read, turn.messagesRead).map(toUserMessage));
    read = turn.messagesRead;
    const ofTurn = turn.toolCallIds.map((id) => calls.get(id)).filter((call) => call !== undefined);
    messages.push({ role: 'assistant', content: assistantParts(turn.text, ofTurn) });
    if (ofTurn.length > 0) messages.push({ role: 'tool', content: ofTurn.map(toResult) });
  }
  messages.push(...state.messages.slice(read).map(toUserMessage));
  return messages;
}

function toUserMessage({ text }: RunState['messages'][number]): ConversationMessage {
  return { role: 'user', content: text };
}

function assistantParts(text: string, calls: readonly RunCall[]): AssistantPart[] {
  const parts: AssistantPart[] = text === '' ? [] : [{ type: 'text', text }];
  for (const call of calls) {
    parts.push({
      type: 'tool-call',
      toolCallId: call.toolCallId,
      toolName: call.exposedName,
      input: toInput(call.arguments),
    });
  }
  return parts;
}

function toInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The model wrote no JSON; it is shown what it wrote, beside the error that came of it.
    return { malformed: text };
  }
}

function toResult(call: RunCall): ToolResult {
  if (call.result === null) throw new Error(`call ${call.toolCallId} has no result yet`);
  const { text, isError } = call.result;
  return {
    type: 'tool-result',
    toolCallId: call.toolCallId,
    toolName: call.exposedName,
    output: { type: isError ? 'error-text' : 'text', value: call.isCompacted ? toNote(text) : text },
  };
}

function toNote(text: string): string {
  return `[The result had ${text.length} characters and was left out here, because the conversation is too long for it.]`;
}
