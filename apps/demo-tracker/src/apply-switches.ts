import { isRecord, type JsonRecord } from './json.js';
import { ALL_OFF, FAULT_METHODS, FAULT_MODES, type Fault, type Switches } from './switches.js';
import type { ToolDefinition } from './tool.js';

/** The body does not say what to switch. */
export class BadSwitchError extends Error {}

type Apply = (switches: Switches, value: unknown) => Switches;

/** Longer than any time-out of a client that is worth testing. */
const DELAY_MS_MAX = 600_000;

const APPLY: Readonly<Record<string, Apply>> = {
  rename: (switches, value) => {
    const { from, to } = record('rename', value);
    return { ...switches, renamed: { ...switches.renamed, [text('rename.from', from)]: text('rename.to', to) } };
  },
  remove: (switches, value) => ({ ...switches, removed: [...switches.removed, text('remove', value)] }),
  change: (switches, value) => {
    const { name, ...definition } = record('change', value);
    const own = text('change.name', name);
    // What it changes is up to the test, wrong schemas included.
    const change = { ...switches.changed[own], ...definition } as Partial<ToolDefinition>;
    return { ...switches, changed: { ...switches.changed, [own]: change } };
  },
  duplicate: (switches, value) => ({ ...switches, duplicated: [...switches.duplicated, text('duplicate', value)] }),
  restore: (switches, value) => (value === true ? ALL_OFF : restoreTool(switches, text('restore', value))),
  emptyListing: (switches, value) => ({ ...switches, emptyListing: flag('emptyListing', value) }),
  fail: (switches, value) => ({ ...switches, fault: isOff(value) ? null : toFault(value) }),
  hang: (switches, value) => ({
    ...switches,
    fault: isOff(value) ? null : toFault({ ...(isRecord(value) ? value : {}), mode: 'hang' }),
  }),
  delayMs: (switches, value) => ({ ...switches, delayMs: wholeNumber('delayMs', value, DELAY_MS_MAX) }),
  requireHeader: (switches, value) => ({ ...switches, requireHeader: isOff(value) ? null : toRequiredHeader(value) }),
  sessions: (switches, value) => ({ ...switches, sessions: flag('sessions', value) }),
};

/** The switches after `body`, whose keys are applied in their order. Nothing is applied when any is wrong. */
export function applySwitches(switches: Switches, body: unknown): Switches {
  return Object.entries(record('body', body)).reduce((current, [key, value]) => {
    const apply = APPLY[key];
    if (!apply) throw new BadSwitchError(`unknown switch: ${key}; there are ${Object.keys(APPLY).join(', ')}`);
    return apply(current, value);
  }, switches);
}

function restoreTool(switches: Switches, name: string): Switches {
  const without = (names: readonly string[]): string[] => names.filter((other) => other !== name);
  return {
    ...switches,
    renamed: withoutKey(switches.renamed, name),
    changed: withoutKey(switches.changed, name),
    removed: without(switches.removed),
    duplicated: without(switches.duplicated),
  };
}

function withoutKey<T>(map: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(map).filter(([other]) => other !== key));
}

function toFault(value: unknown): Fault {
  const {
    mode,
    when = 'before',
    method = 'tools/call',
    tool,
    times,
  } = typeof value === 'string' ? { mode: value } : record('fail', value);
  return {
    mode: oneOf('fail.mode', mode, FAULT_MODES),
    when: oneOf('fail.when', when, ['before', 'after'] as const),
    method: oneOf('fail.method', method, FAULT_METHODS),
    ...(tool === undefined ? {} : { tool: text('fail.tool', tool) }),
    ...(times === undefined ? {} : { times: wholeNumber('fail.times', times, Number.MAX_SAFE_INTEGER) }),
  };
}

function toRequiredHeader(value: unknown): { name: string; value: string } {
  const header = record('requireHeader', value);
  return { name: text('requireHeader.name', header['name']), value: text('requireHeader.value', header['value']) };
}

function isOff(value: unknown): boolean {
  return value === null || value === false;
}

function record(what: string, value: unknown): JsonRecord {
  if (!isRecord(value)) throw new BadSwitchError(`${what} is not an object`);
  return value;
}

function text(what: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new BadSwitchError(`${what} is not a text`);
  return value;
}

function flag(what: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw new BadSwitchError(`${what} is not true or false`);
  return value;
}

function wholeNumber(what: string, value: unknown, max: number): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0 || (value as number) > max) {
    throw new BadSwitchError(`${what} is not a whole number from 0 to ${max}`);
  }
  return value as number;
}

function oneOf<T extends string>(what: string, value: unknown, words: readonly T[]): T {
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) throw new BadSwitchError(`${what} is not one of ${words.join(', ')}`);
  return word;
}
