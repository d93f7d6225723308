import type { ChatRequest } from './chat-request.js';
import { nextTurn } from './demo-script.js';
import { say, type Turn } from './turn.js';

/** The model of the demo, whose script is `demo-script.ts`. */
export const DEMO_MODEL = 'scripted';

/** A test loads a handful; this many is a leak. */
const SCRIPTS_MAX = 1_000;

export class BadScriptError extends Error {}

/** The exact scripts that were loaded. Script `refund` is played by the model `scripted/refund`. */
export class ScriptBook {
  private readonly scripts = new Map<string, readonly Turn[]>();

  models(): readonly string[] {
    return [DEMO_MODEL, ...[...this.scripts.keys()].map((id) => `${DEMO_MODEL}/${id}`)];
  }

  /** Replaces a script of the same id. Returns the name of its model. */
  load(body: unknown): string {
    const { id, turns } = toScript(body);
    if (this.scripts.size >= SCRIPTS_MAX && !this.scripts.has(id))
      throw new BadScriptError(`there are ${SCRIPTS_MAX} scripts already`);
    this.scripts.set(id, turns);
    return `${DEMO_MODEL}/${id}`;
  }

  remove(id: string): boolean {
    return this.scripts.delete(id);
  }

  /** Null when there is no such model. Which turn of an exact script it is, the number of answers in the conversation says. */
  next(request: ChatRequest): Turn | null {
    if (request.model === DEMO_MODEL) return nextTurn(request);
    const id = request.model.startsWith(`${DEMO_MODEL}/`) ? request.model.slice(DEMO_MODEL.length + 1) : '';
    const turns = this.scripts.get(id);
    if (!turns) return null;
    const answers = request.messages.filter(({ role }) => role === 'assistant').length;
    return turns[answers] ?? say('The scripted model has come to the end of its script.');
  }
}

function toScript(body: unknown): { id: string; turns: Turn[] } {
  const { id, turns } = record('the body', body);
  if (typeof id !== 'string' || !/^[\w.-]{1,64}$/.test(id))
    throw new BadScriptError('id does not match [A-Za-z0-9_.-]{1,64}');
  if (!Array.isArray(turns) || turns.length === 0) throw new BadScriptError('turns is not a list of turns');
  return { id, turns: turns.map((turn, index) => toTurn(`turns[${index}]`, turn)) };
}

const TURN_KEYS = ['text', 'calls', 'fail', 'waitMs', 'cut', 'stall', 'dripMs'];

function toTurn(place: string, value: unknown): Turn {
  const turn = record(place, value);
  const unknownKey = Object.keys(turn).find((key) => !TURN_KEYS.includes(key));
  if (unknownKey !== undefined)
    throw new BadScriptError(`${place}.${unknownKey} is unknown; there are ${TURN_KEYS.join(', ')}`);
  const { text = '', calls = [], fail, waitMs, cut, stall, dripMs } = turn;
  if (typeof text !== 'string') throw new BadScriptError(`${place}.text is not a text`);
  if (!Array.isArray(calls)) throw new BadScriptError(`${place}.calls is not a list`);
  return {
    text,
    calls: calls.map((call) => toCall(place, call)),
    ...(fail === undefined ? {} : { failure: toFailure(place, fail) }),
    ...(waitMs === undefined ? {} : { waitMs: wholeNumber(`${place}.waitMs`, waitMs) }),
    ...(cut === true ? { cut } : {}),
    ...(stall === true ? { stall } : {}),
    ...(dripMs === undefined ? {} : { dripMs: wholeNumber(`${place}.dripMs`, dripMs) }),
  };
}

function toCall(place: string, value: unknown): { name: string; arguments: string } {
  const { name, arguments: args = {} } = record(`${place}.calls`, value);
  if (typeof name !== 'string') throw new BadScriptError(`${place}.calls has no name`);
  return { name, arguments: typeof args === 'string' ? args : JSON.stringify(args) };
}

function toFailure(place: string, value: unknown): { status: number; times?: number } {
  const { status, times } = record(`${place}.fail`, value);
  const code = wholeNumber(`${place}.fail.status`, status);
  if (code < 400 || code > 599) throw new BadScriptError(`${place}.fail.status is no error`);
  return { status: code, ...(times === undefined ? {} : { times: wholeNumber(`${place}.fail.times`, times) }) };
}

function wholeNumber(place: string, value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new BadScriptError(`${place} is not a whole number`);
  return value as number;
}

function record(place: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BadScriptError(`${place} is not an object`);
  return value as Readonly<Record<string, unknown>>;
}
