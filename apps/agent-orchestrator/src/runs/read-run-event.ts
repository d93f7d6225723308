import { ACTOR_KINDS, CALL_STATES } from '@countersign/contracts';
import type { ResultBlock } from '../model/tool-result.js';
import { UnknownEventError, UnreadableRunError } from './run.errors.js';
import type { EventActor, ProposedCall, RunEvent, RunStarted, TokenUsage } from './run-event.js';

type Fields = Readonly<Record<string, unknown>>;

/** One reader per type of event. Unknown fields are tolerated, missing newer ones get their default, the rest must fit. */
const READERS: { readonly [T in RunEvent['type']]: (fields: Fields) => Extract<RunEvent, { type: T }> } = {
  run_started: (fields) => ({
    type: 'run_started',
    prompt: text(fields, 'prompt'),
    agentVersion: count(fields, 'agentVersion'),
    turnsMax: count(fields, 'turnsMax'),
    ...optional(fields, 'tokensMax', count),
    ...optional(fields, 'wallSecondsMax', count),
    ...optional(fields, 'parallelCallsMax', count),
    ...optional(fields, 'forkedFrom', readOrigin),
  }),
  message_received: (fields) => ({
    type: 'message_received',
    ...optional(fields, 'messageId', text),
    text: text(fields, 'text'),
    by: readActor(fields, 'by'),
  }),
  turn_answered: (fields) => ({
    type: 'turn_answered',
    turn: count(fields, 'turn'),
    text: text(fields, 'text'),
    calls: list(fields, 'calls').map(readProposedCall),
    ...optional(fields, 'messagesRead', count),
    ...optional(fields, 'usage', readUsage),
    ...optional(fields, 'estimatedTokens', count),
    ...optional(fields, 'costMicros', count),
  }),
  results_compacted: (fields) => ({
    type: 'results_compacted',
    toolCallIds: list(fields, 'toolCallIds').map((id, index) => text({ [index]: id }, String(index))),
  }),
  model_failed: (fields) => ({
    type: 'model_failed',
    message: text(fields, 'message'),
    canRepeat: fields['canRepeat'] === undefined || flag(fields, 'canRepeat'),
    ...optional(fields, 'retryAfterSeconds', count),
  }),
  call_submitted: (fields) => ({
    type: 'call_submitted',
    toolCallId: text(fields, 'toolCallId'),
    callId: text(fields, 'callId'),
    state: choice(fields, 'state', CALL_STATES),
    ...optional(fields, 'approvalId', text),
  }),
  call_refused: (fields) => ({
    type: 'call_refused',
    toolCallId: text(fields, 'toolCallId'),
    message: text(fields, 'message'),
  }),
  call_settled: (fields) => ({
    type: 'call_settled',
    toolCallId: text(fields, 'toolCallId'),
    callId: text(fields, 'callId'),
    state: choice(fields, 'state', CALL_STATES),
    isError: flag(fields, 'isError'),
    result: text(fields, 'result'),
    ...optional(fields, 'blocks', readBlocks),
  }),
  run_suspended: () => ({ type: 'run_suspended' }),
  run_resumed: () => ({ type: 'run_resumed' }),
  run_finished: (fields) => ({ type: 'run_finished', answer: text(fields, 'answer') }),
  run_failed: (fields) => ({ type: 'run_failed', reason: text(fields, 'reason') }),
  run_cancelled: (fields) => ({ type: 'run_cancelled', by: readActor(fields, 'by') }),
};

/** @throws UnreadableRunError when the value is no event that this version knows */
export function readRunEvent(value: unknown): RunEvent {
  const fields = record('the event', value);
  const { type } = fields;
  if (!isKnownEventType(type)) {
    if (typeof type === 'string') throw new UnknownEventError(type);
    throw new UnreadableRunError('the type is not a text');
  }
  try {
    return READERS[type](fields);
  } catch (cause) {
    if (!(cause instanceof UnreadableRunError)) throw cause;
    throw new UnreadableRunError(`${type}: ${cause.message}`, { cause });
  }
}

/** A log with an event of any other type is a newer version's. */
export const KNOWN_EVENT_TYPES: readonly string[] = Object.keys(READERS);

export function isKnownEventType(type: unknown): type is RunEvent['type'] {
  return typeof type === 'string' && Object.hasOwn(READERS, type);
}

function readProposedCall(value: unknown, index: number): ProposedCall {
  const fields = record(`calls[${index}]`, value);
  return {
    toolCallId: text(fields, 'toolCallId'),
    exposedName: text(fields, 'exposedName'),
    arguments: text(fields, 'arguments'),
  };
}

function readBlocks(fields: Fields, key: string): ResultBlock[] {
  return list(fields, key).map((value, index) => {
    const block = record(`${key}[${index}]`, value);
    if (choice(block, 'type', ['text', 'file']) === 'text') return { type: 'text', text: text(block, 'text') };
    return { type: 'file', mediaType: text(block, 'mediaType'), data: text(block, 'data') };
  });
}

function readActor(fields: Fields, key: string): EventActor {
  const by = record(key, fields[key]);
  return { kind: choice(by, 'kind', ACTOR_KINDS), id: text(by, 'id'), name: text(by, 'name') };
}

function readOrigin(fields: Fields, key: string): NonNullable<RunStarted['forkedFrom']> {
  const origin = record(key, fields[key]);
  return { runId: text(origin, 'runId'), sequence: count(origin, 'sequence'), ...optional(origin, 'events', count) };
}

function readUsage(fields: Fields, key: string): TokenUsage {
  const usage = record(key, fields[key]);
  return {
    inputTokens: count(usage, 'inputTokens'),
    outputTokens: count(usage, 'outputTokens'),
    cachedInputTokens: count(usage, 'cachedInputTokens'),
  };
}

/** The field under its name, or nothing where the log has none. */
function optional<K extends string, T>(
  fields: Fields,
  key: K,
  read: (fields: Fields, key: string) => T,
): { readonly [key in K]?: T } {
  if (fields[key] === undefined) return {};
  return { [key]: read(fields, key) } as { readonly [key in K]?: T };
}

function record(place: string, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new UnreadableRunError(`${place} is not an object`);
}

function list(fields: Fields, key: string): readonly unknown[] {
  const value = fields[key];
  if (Array.isArray(value)) return value as readonly unknown[];
  throw new UnreadableRunError(`${key} is not a list`);
}

function text(fields: Fields, key: string): string {
  const value = fields[key];
  if (typeof value === 'string') return value;
  throw new UnreadableRunError(`${key} is not a text`);
}

function count(fields: Fields, key: string): number {
  const value = fields[key];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new UnreadableRunError(`${key} is not a count`);
}

function flag(fields: Fields, key: string): boolean {
  const value = fields[key];
  if (typeof value === 'boolean') return value;
  throw new UnreadableRunError(`${key} is not true or false`);
}

function choice<T extends string>(fields: Fields, key: string, choices: readonly T[]): T {
  const value = choices.find((candidate) => candidate === fields[key]);
  if (value !== undefined) return value;
  throw new UnreadableRunError(`${key} is none of ${choices.join(', ')}`);
}
