import { readdirSync, readFileSync } from 'node:fs';
import { readLog } from './read-log.js';
import type { RecordedLog } from './record-log.js';
import type { RunState } from './run-state.js';

interface RecordedRun extends RecordedLog {
  readonly log: readonly { readonly event: Fields; readonly commands: readonly string[] }[];
}

export type Fields = Readonly<Record<string, unknown>>;

const FOLDER = new URL('../../fixtures/runs/', import.meta.url);
/** Of the fixtures. */
export const NAMES = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));

export function load(name: string): RecordedRun {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as RecordedRun;
}

export function eventsOf(name: string): Fields[] {
  return load(name).log.map(({ event }) => event);
}

export function lacking(event: Fields, field: string): Fields {
  return Object.fromEntries(Object.entries(event).filter(([key]) => key !== field));
}

export function read(events: readonly unknown[]): RunState {
  return readLog(events.map((event, index) => ({ sequence: index + 1, data: JSON.stringify(event) })));
}

/** A change of one event that breaks the log, and what is said about it. */
export type Break = (events: Fields[]) => unknown[];
export const at =
  (index: number, change: (event: Fields) => unknown): Break =>
  (events) =>
    events.map((event, place) => (place === index ? change(event) : event));
export const without =
  (index: number): Break =>
  (events) =>
    events.toSpliced(index, 1);
export const twice =
  (index: number): Break =>
  (events) =>
    events.flatMap((event, place) => (place === index ? [event, event] : [event]));
