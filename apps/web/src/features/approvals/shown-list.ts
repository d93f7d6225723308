import type { ApprovalView } from './approval.js';

/**
 * What of a list that changes by itself stands on the screen. Nothing moves under a pointer or a focus: what is new waits until
 * somebody asks for it, what is over stays where it is, and only the end grows.
 *
 * | the server's list | shown before | shown after | fresh |
 * |-------------------|--------------|-------------|-------|
 * | c b a             | (nothing)    | c b a       |       |
 * | d c b a           | c b a        | c b a       | d     |
 * | d c a             | c b a        | c b a       | d     |
 * | c b a z           | c b a        | c b a z     |       |
 */
export interface Shown {
  /** Of the filter: another one starts anew. */
  readonly key: string;
  /** The server's last word, newest first. */
  readonly latest: readonly ApprovalView[];
  readonly items: readonly ApprovalView[];
  readonly fresh: readonly ApprovalView[];
  /** Ids of those of `items` that the server does not list any more. */
  readonly left: ReadonlySet<string>;
}

const NONE_LEFT: ReadonlySet<string> = new Set();
export const NOTHING_SHOWN: Shown = { key: '', latest: [], items: [], fresh: [], left: NONE_LEFT };

/** @param latest newest first: ids are ordered by time */
export function advance(shown: Shown, key: string, latest: readonly ApprovalView[]): Shown {
  if (shown.key === key && shown.latest === latest) return shown;
  const last = shown.items.at(-1);
  if (shown.key !== key || last === undefined) return showAll(key, latest);
  const byId = new Map(latest.map((approval) => [approval.id, approval]));
  const isShown = new Set(shown.items.map(({ id }) => id));
  const others = latest.filter(({ id }) => !isShown.has(id));
  // Pages that were read so far may end before what is shown does: that is no sign of its absence.
  const readUntil = latest.at(-1)?.id ?? '';
  return {
    key,
    latest,
    items: [
      ...shown.items.map((approval) => byId.get(approval.id) ?? approval),
      ...others.filter(({ id }) => id < last.id),
    ],
    fresh: others.filter(({ id }) => id > last.id),
    left: new Set(shown.items.flatMap(({ id }) => (!byId.has(id) && id > readUntil ? [id] : []))),
  };
}

/** As the server has it now: asked for by whoever looks. */
export function showAll(key: string, latest: readonly ApprovalView[]): Shown {
  return { key, latest, items: latest, fresh: [], left: NONE_LEFT };
}
