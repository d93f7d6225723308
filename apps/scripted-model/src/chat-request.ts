/** The parts of a chat-completions request that the script looks at, and the checks that a strict provider makes. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly OfferedTool[];
  readonly stream: boolean;
  readonly includeUsage: boolean;
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly text: string;
  readonly toolCalls: readonly { readonly id: string; readonly name: string }[];
  readonly toolCallId?: string;
}

export interface OfferedTool {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What a provider answers 400 to. */
export class BadChatRequestError extends Error {}

/** What OpenAI takes as the name of a function. */
const FUNCTION_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

export function parseChatRequest(body: unknown): ChatRequest {
  const { model, messages, tools = [], stream = false, stream_options: options } = record('the body', body);
  if (typeof model !== 'string' || model === '') throw new BadChatRequestError('you must provide a model');
  const parsed = list('messages', messages).map(toMessage);
  if (parsed.length === 0) throw new BadChatRequestError('messages is empty');
  checkToolResults(parsed);
  const includeUsage = isRecord(options) && options['include_usage'] === true;
  return { model, messages: parsed, tools: toTools(list('tools', tools)), stream: stream === true, includeUsage };
}

function toTools(tools: readonly unknown[]): OfferedTool[] {
  const offered = tools.map((tool, index) => toTool(`tools[${index}]`, record(`tools[${index}]`, tool)));
  const twice = offered.find(({ name }, index) => offered.findIndex((other) => other.name === name) !== index);
  if (twice) throw new BadChatRequestError(`two tools are called ${twice.name}`);
  return offered;
}

function toTool(place: string, tool: Readonly<Record<string, unknown>>): OfferedTool {
  const { name, parameters = {} } = record(`${place}.function`, tool['function']);
  if (typeof name !== 'string' || !FUNCTION_NAME.test(name)) {
    throw new BadChatRequestError(`${place}.function.name does not match ${FUNCTION_NAME.source}`);
  }
  return { name, parameters: record(`${place}.function.parameters`, parameters) };
}

function toMessage(value: unknown, index: number): ChatMessage {
  const place = `messages[${index}]`;
  const { role, content, tool_calls: toolCalls, tool_call_id: toolCallId } = record(place, value);
  return {
    role: toRole(place, role),
    text: toText(place, content),
    toolCalls:
      toolCalls === undefined ? [] : list(`${place}.tool_calls`, toolCalls).map((call) => toToolCall(place, call)),
    ...(typeof toolCallId === 'string' ? { toolCallId } : {}),
  };
}

function toRole(place: string, role: unknown): ChatMessage['role'] {
  if (role === 'developer') return 'system';
  if (role === 'system' || role === 'user' || role === 'assistant' || role === 'tool') return role;
  throw new BadChatRequestError(`${place}.role is unknown`);
}

function toText(place: string, content: unknown): string {
  if (typeof content === 'string') return content;
  if (content === null || content === undefined) return '';
  return list(`${place}.content`, content)
    .map((part) => (isRecord(part) && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('');
}

function toToolCall(place: string, value: unknown): { id: string; name: string } {
  const call = record(`${place}.tool_calls`, value);
  const name = record(`${place}.tool_calls.function`, call['function'])['name'];
  if (typeof call['id'] !== 'string' || typeof name !== 'string')
    throw new BadChatRequestError(`${place}.tool_calls has no id or no name`);
  return { id: call['id'], name };
}

/** Every call has its result right after it, and every result its call: what real providers insist on. */
function checkToolResults(messages: readonly ChatMessage[]): void {
  let open = new Set<string>();
  for (const message of messages) {
    if (message.role === 'tool') {
      if (!open.delete(message.toolCallId ?? ''))
        throw new BadChatRequestError(`a tool message answers no call: ${message.toolCallId ?? ''}`);
      continue;
    }
    assertAnswered(open);
    open = new Set(message.toolCalls.map(({ id }) => id));
  }
  assertAnswered(open);
}

function assertAnswered(open: ReadonlySet<string>): void {
  if (open.size > 0) throw new BadChatRequestError(`tool_call_ids without a tool message: ${[...open].join(', ')}`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function record(place: string, value: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new BadChatRequestError(`${place} is not an object`);
  return value;
}

function list(place: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new BadChatRequestError(`${place} is not a list`);
  return value as readonly unknown[];
}
