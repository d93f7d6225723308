import { ACTOR_KINDS, CALL_STATES } from '@countersign/contracts';
import { UnreadableRunError } from './run.errors.js';
import type { ProposedCall, RunEvent } from './run-event.js';

type Fields = Readonly<Record<string, unknown>>;

/** One reader per type of event. Unknown fields are tolerated, missing newer ones get their default, the rest must fit. */
const READERS: { readonly [T in RunEvent['type']]: (fields: Fields) => Extract<RunEvent, { type: T }> } = {
  run_started: (fields) => ({
    type: 'run_started',
    prompt: text(fields, 'prompt'),
    agentVersion: count(fields, 'agentVersion'),
    turnsMax: count(fields, 'turnsMax'),
  }),
  turn_answered: (fields) => ({
    type: 'turn_answered',
    turn: count(fields, 'turn'),
    text: text(fields, 'text'),
    calls: list(fields, 'calls').map(readProposedCall),
  }),
  model_failed: (fields) => ({
    type: 'model_failed',
    message: text(fields, 'message'),
    canRepeat: fields['canRepeat'] === undefined || flag(fields, 'canRepeat'),
  }),
  call_submitted: (fields) => ({
    type: 'call_submitted',
    toolCallId: text(fields, 'toolCallId'),
    callId: text(fields, 'callId'),
    state: choice(fields, 'state', CALL_STATES),
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
  }),
  run_suspended: () => ({ type: 'run_suspended' }),
  run_resumed: () => ({ type: 'run_resumed' }),
  run_finished: (fields) => ({ type: 'run_finished', answer: text(fields, 'answer') }),
  run_failed: (fields) => ({ type: 'run_failed', reason: text(fields, 'reason') }),
  run_cancelled: (fields) => {
    const by = record('by', fields['by']);
    return {
      type: 'run_cancelled',
      by: { kind: choice(by, 'kind', ACTOR_KINDS), id: text(by, 'id'), name: text(by, 'name') },
    };
  },
};

/** @throws UnreadableRunError when the value is no event that this version knows */
export function readRunEvent(value: unknown): RunEvent {
  const fields = record('the event', value);
  const { type } = fields;
  if (!isKnown(type))
    throw new UnreadableRunError(`events of type ${JSON.stringify(type)} are unknown to this version`);
  try {
    return READERS[type](fields);
  } catch (cause) {
    if (!(cause instanceof UnreadableRunError)) throw cause;
    throw new UnreadableRunError(`${type}: ${cause.message}`, { cause });
  }
}

function isKnown(type: unknown): type is RunEvent['type'] {
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
