import { childPointer } from '../json-pointer.js';
import { excerptJson, excerptJsonPair } from './excerpt-json.js';
import type { JsonDifference, JsonDiffOptions } from './json-diff.js';
import { JsonIdentities } from './json-identities.js';

export interface Pair {
  readonly pointer: string;
  /** The last token of the pointer. */
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Finds differences one after the other, so that a reader who has enough of them ends the walk. */
export class DifferenceWalk {
  /** Items of lists are compared with more than one other, so that their comparison must not take long. */
  private readonly identities = new JsonIdentities();

  constructor(private readonly options: JsonDiffOptions) {}

  *between(pair: Pair): Generator<JsonDifference> {
    const { before, after } = pair;
    if (before === after) return;
    if (Array.isArray(before) && Array.isArray(after)) {
      if (!this.isDifferent(before, after)) return;
      if (this.options.unordered?.has(pair.key)) yield* this.betweenSets(pair, before, after);
      else yield* this.betweenLists(pair, before, after);
    } else if (isObject(before) && isObject(after)) yield* this.betweenObjects(pair, before, after);
    else yield this.changed(pair);
  }

  private *betweenObjects(
    pair: Pair,
    before: Record<string, unknown>,
    after: Record<string, unknown>,
  ): Generator<JsonDifference> {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    let isBeyondPointers = false;
    for (const key of keys) {
      // Most members are, and need no pointer.
      if (before[key] === after[key] && Object.hasOwn(before, key) && Object.hasOwn(after, key)) continue;
      const pointer = childPointer(pair.pointer, key);
      const [wasThere, isThere] = [Object.hasOwn(before, key), Object.hasOwn(after, key)];
      if (pointer.length > this.options.limits.pointerLengthMax) {
        isBeyondPointers ||= wasThere !== isThere || this.isDifferent(before[key], after[key]);
      } else if (!wasThere) yield this.added(pointer, after[key]);
      else if (!isThere) yield this.removed(pointer, before[key]);
      else yield* this.between({ pointer, key, before: before[key], after: after[key] });
    }
    // A name that is too long to point at: the whole object is said to be different, once.
    if (isBeyondPointers) yield this.changed(pair);
  }

  private *betweenSets(pair: Pair, before: unknown[], after: unknown[]): Generator<JsonDifference> {
    const removals = this.missingFrom(after, before, pair.pointer);
    const additions = this.missingFrom(before, after, pair.pointer);
    for (const { pointer, value } of removals) yield this.removed(pointer, value);
    for (const { pointer, value } of additions) yield this.added(pointer, value);
    // Another order, or an item twice: it means the same, and the hash has moved all the same.
    if (removals.length + additions.length === 0) yield this.changed(pair);
  }

  private isDifferent(before: unknown, after: unknown): boolean {
    return this.identities.of(before) !== this.identities.of(after);
  }

  private missingFrom(others: unknown[], items: unknown[], pointer: string): { pointer: string; value: unknown }[] {
    const known = new Set(others.map((other) => this.identities.of(other)));
    return items
      .map((value, index) => ({ pointer: childPointer(pointer, index), value }))
      .filter(({ value }) => !known.has(this.identities.of(value)));
  }

  /** What both begin and end with stays out of it, so that one more item in the middle is one difference. */
  private *betweenLists(pair: Pair, before: unknown[], after: unknown[]): Generator<JsonDifference> {
    const shorter = Math.min(before.length, after.length);
    let start = 0;
    while (start < shorter && !this.isDifferent(before[start], after[start])) start += 1;
    let tail = 0;
    while (tail < shorter - start && !this.isDifferent(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
    for (let index = start; index < Math.max(before.length, after.length) - tail; index += 1) {
      const pointer = childPointer(pair.pointer, index);
      if (index >= before.length - tail) yield this.added(pointer, after[index]);
      else if (index >= after.length - tail) yield this.removed(pointer, before[index]);
      else yield* this.between({ pointer, key: String(index), before: before[index], after: after[index] });
    }
  }

  added(pointer: string, value: unknown): JsonDifference {
    return { pointer, operation: 'added', before: null, after: excerptJson(value, this.options.limits) };
  }

  removed(pointer: string, value: unknown): JsonDifference {
    return { pointer, operation: 'removed', before: excerptJson(value, this.options.limits), after: null };
  }

  private changed({ pointer, before, after }: Pair): JsonDifference {
    return { pointer, operation: 'changed', ...excerptJsonPair(before, after, this.options.limits) };
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
