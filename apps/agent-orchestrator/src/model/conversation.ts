import type { RunCall } from '../runs/run-call.js';
import type { RunState } from '../runs/run-state.js';
import { toSafeJson, toSafeText } from './safe-text.js';
import type { ResultBlock } from './tool-result.js';

/** The conversation as the AI SDK's messages; a pure function of the log, so a replay asks the same question. */
export type ConversationMessage =
  | { readonly role: 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: readonly AssistantPart[] }
  | { readonly role: 'tool'; readonly content: readonly ToolResultPart[] };

export type AssistantPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool-call'; readonly toolCallId: string; readonly toolName: string; readonly input: unknown };

export interface ToolResultPart {
  readonly type: 'tool-result';
  readonly toolCallId: string;
  readonly toolName: string;
  readonly output: ToolResultOutput;
}

export type ToolResultOutput =
  | { readonly type: 'text' | 'error-text'; readonly value: string }
  | { readonly type: 'content'; readonly value: readonly ContentPart[] };

type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'file';
      readonly mediaType: string;
      readonly data: { readonly type: 'data'; readonly data: string };
      readonly filename?: string;
    };

export interface ConversationOptions {
  /** Whether the model can look at files in results; one that cannot reads notes about them. */
  readonly takesFiles: boolean;
}

const TEXT_ALONE: ConversationOptions = { takesFiles: false };

/**
 * Each turn's answer is followed by exactly one result per call, in the order of the calls. A message stands where the model
 * read it, before the turn that answers it; those that it has not read yet are last.
 */
export function toConversation(state: RunState, options: ConversationOptions = TEXT_ALONE): ConversationMessage[] {
  const calls = new Map(state.calls.map((call) => [call.toolCallId, call]));
  const messages: ConversationMessage[] = [toUserMessage({ text: state.prompt })];
  let read = 0;
  for (const turn of state.turns) {
    messages.push(...state.messages.slice(read, turn.messagesRead).map(toUserMessage));
    read = turn.messagesRead;
    const ofTurn = turn.toolCallIds.map((id) => calls.get(id)).filter((call) => call !== undefined);
    const content = assistantParts(turn.text, ofTurn);
    // Providers refuse a message without content.
    if (content.length > 0) messages.push({ role: 'assistant', content });
    if (ofTurn.length > 0) messages.push({ role: 'tool', content: ofTurn.map((call) => toResult(call, options)) });
  }
  messages.push(...state.messages.slice(read).map(toUserMessage));
  return messages;
}

function toUserMessage({ text }: { readonly text: string }): ConversationMessage {
  // Providers refuse a text of blanks alone.
  return { role: 'user', content: text.trim() === '' ? '(an empty message)' : toSafeText(text) };
}

function assistantParts(text: string, calls: readonly RunCall[]): AssistantPart[] {
  const parts: AssistantPart[] = text.trim() === '' ? [] : [{ type: 'text', text: toSafeText(text) }];
  for (const call of calls) {
    parts.push({
      type: 'tool-call',
      toolCallId: call.toolCallId,
      toolName: toToolName(call.exposedName),
      input: toInput(call.arguments),
    });
  }
  return parts;
}

/** The longest and the letters that every provider takes as the name of a tool. */
const TOOL_NAME_CHARACTERS_MAX = 64;

/** A model can make up any text as a name. Shown back to its provider as it is, it would fail every later request. */
function toToolName(exposedName: string): string {
  return exposedName.replaceAll(/[^a-zA-Z0-9_-]/g, '_').slice(0, TOOL_NAME_CHARACTERS_MAX) || 'no_name';
}

/** The router takes no deeper ones. What is nested without end would overflow the stack of all that reads it. */
const INPUT_DEPTH_MAX = 64;

function toInput(text: string): unknown {
  const input = parse(text);
  // Anything but an object is refused by providers. The model is shown what it wrote, beside the error that came of it.
  return typeof input === 'object' && input !== null && !Array.isArray(input) && isWithinDepth(input, INPUT_DEPTH_MAX)
    ? toSafeJson(input)
    : { malformed: toSafeText(text) };
}

function isWithinDepth(value: unknown, depthMax: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depthMax > 0 && Object.values(value).every((item) => isWithinDepth(item, depthMax - 1));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function toResult(call: RunCall, options: ConversationOptions): ToolResultPart {
  const { toolCallId, exposedName } = call;
  return { type: 'tool-result', toolCallId, toolName: toToolName(exposedName), output: toOutput(call, options) };
}

export function toOutput(
  { toolCallId, result, isCompacted }: RunCall,
  { takesFiles }: ConversationOptions,
): ToolResultOutput {
  if (result === null) throw new Error(`call ${toolCallId} has no result yet`);
  const { text, isError, blocks } = result;
  if (isCompacted) return { type: isError ? 'error-text' : 'text', value: toNote(text, blocks !== undefined) };
  // An error has no other form than text.
  if (isError || blocks === undefined || !takesFiles) {
    return { type: isError ? 'error-text' : 'text', value: toSafeText(text) };
  }
  return { type: 'content', value: blocks.map(toPart) };
}

function toPart(block: ResultBlock): ContentPart {
  if (block.type === 'text') return { type: 'text', text: toSafeText(block.text) };
  const { mediaType, data } = block;
  // OpenAI goes by the ending of a document's name.
  const named = mediaType === 'application/pdf' ? { filename: 'result.pdf' } : {};
  return { type: 'file', mediaType, data: { type: 'data', data }, ...named };
}

function toNote(text: string, hasFiles: boolean): string {
  const why = `because the conversation is too long for it${hasFiles ? ', or its files could not be read' : ''}`;
  return `[The result had ${text.length} characters and was left out here, ${why}.]`;
}
