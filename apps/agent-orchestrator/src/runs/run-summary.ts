import type { RunEvent } from './run-event.js';
import type { RunState } from './run-state.js';
import { isKnownEventType } from './read-run-event.js';
import { type FoldedView, toFoldedView } from './folded-view.js';

/** A list is an overview: the beginning of each text. */
const LIST_TEXT_CHARACTERS_MAX = 300;
const LIST_CALLS_MAX = 20;

/** What lists show of a run, kept on its head, so that a page of them reads no log. */
export interface RunSummary {
  /** The length of the log that it was made of. An older version of this service appends without making one. */
  readonly version: number;
  /** Every type of event in the log: a version that does not know one of them cannot read it. */
  readonly types: readonly string[];
  readonly view: FoldedView;
}

/** JSON of the summary after an append. */
export function toSummary(
  before: string | null,
  state: RunState,
  version: number,
  events: readonly RunEvent[],
): string {
  const known = before === null ? [] : (JSON.parse(before) as RunSummary).types;
  const types = [...new Set([...known, ...events.map(({ type }) => type)])];
  const waiting = state.calls.filter(({ result }) => result === null);
  const shown = toFoldedView({ ...state, calls: waiting }, { textCharactersMax: LIST_TEXT_CHARACTERS_MAX });
  const view = { ...shown, calls: shown.calls.slice(-LIST_CALLS_MAX), turnFlags: [] };
  return JSON.stringify({ version, types, view } satisfies RunSummary);
}

/** Null: there is none, or the log has grown since, and only the log says how the run stands. */
export function readSummary(text: string | null, version: number): RunSummary | null {
  if (text === null) return null;
  const summary = JSON.parse(text) as RunSummary;
  return summary.version === version ? summary : null;
}

/** Why this version cannot read the log, as far as the summary tells. */
export function whyParked({ types }: RunSummary): string | null {
  const unknown = types.find((type) => !isKnownEventType(type));
  return unknown === undefined ? null : `events of type ${JSON.stringify(unknown)} are unknown to this version`;
}
