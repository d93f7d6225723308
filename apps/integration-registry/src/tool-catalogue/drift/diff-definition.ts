import {
  DIFFERENCES_MAX,
  type DefinitionDifference,
  DIFFERENCE_POINTER_LENGTH_MAX,
  type DifferenceOperation,
} from '@countersign/contracts';
import type { ToolDescription } from '../../discovery/discovered-server.js';
import { excerptJson, excerptJsonPair } from './excerpt-json.js';
import { areJsonEqual, JsonIdentities } from './json-identities.js';
import { childPointer } from './json-pointer.js';

export interface DefinitionDiff {
  /** Which members of the definition are different, in the order of DEFINITION_MEMBERS. */
  readonly members: readonly DefinitionMember[];
  readonly differences: DefinitionDifference[];
  /** There are more differences than are listed. */
  readonly truncated: boolean;
}

/** Small ones first: what a large schema has too many of must not hide a changed annotation. */
const DEFINITION_MEMBERS = ['title', 'description', 'annotations', 'inputSchema', 'outputSchema'] as const;
export type DefinitionMember = (typeof DEFINITION_MEMBERS)[number];

/** Of one tool's differences as JSON: a change is read in pages of 200 KiB, and a thousand of them are kept. */
const DIFFERENCES_BYTES_MAX = 32 * 1024;

/** Keywords of JSON Schema whose lists have no order. */
const SET_KEYWORDS: ReadonlySet<string> = new Set(['required', 'enum', 'type']);

interface Pair {
  readonly pointer: string;
  /** The last token of the pointer. */
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * What is different between two definitions of a tool, by JSON pointers that begin at the tool; null stands for nothing.
 *
 * | before                 | after                  | differences                                     |
 * |------------------------|------------------------|-------------------------------------------------|
 * | `{"type": "string"}`   | `{"type": "integer"}`  | `changed /type`                                 |
 * | `{"required": ["a"]}`  | `{"required": ["b", "a"]}` | `added /required/0`: its order means nothing |
 * | `{"anyOf": [A, B]}`    | `{"anyOf": [A, C, B]}` | `added /anyOf/1`                                |
 *
 * A pointer of what was removed is one of the definition before, any other one of the definition after. Two definitions have
 * no difference exactly when their canonical JSON is equal. The time is linear in their size, but for sorting members.
 */
export function diffDefinition(before: ToolDescription, after: ToolDescription): DefinitionDiff {
  const members = DEFINITION_MEMBERS.filter((member) => !areJsonEqual(before[member], after[member]));
  return { members, ...bounded(new DifferenceWalk().ofMembers(members, before, after)) };
}

function bounded(found: Iterable<DefinitionDifference>): Pick<DefinitionDiff, 'differences' | 'truncated'> {
  const differences: DefinitionDifference[] = [];
  let bytes = 0;
  for (const difference of found) {
    bytes += Buffer.byteLength(JSON.stringify(difference)) + 1;
    if (differences.length === DIFFERENCES_MAX || bytes > DIFFERENCES_BYTES_MAX)
      return { differences, truncated: true };
    differences.push(difference);
  }
  return { differences, truncated: false };
}

/** Finds differences one after the other, so that a reader who has enough of them ends the walk. */
class DifferenceWalk {
  /** Items of lists are compared with more than one other, so that their comparison must not take long. */
  private readonly identities = new JsonIdentities();

  *ofMembers(
    members: readonly DefinitionMember[],
    before: ToolDescription,
    after: ToolDescription,
  ): Generator<DefinitionDifference> {
    for (const member of members) {
      const pair = { pointer: `/${member}`, key: member, before: before[member], after: after[member] };
      if (pair.before === null) yield added(pair.pointer, pair.after);
      else if (pair.after === null) yield removed(pair.pointer, pair.before);
      else yield* this.between(pair);
    }
  }

  private *between(pair: Pair): Generator<DefinitionDifference> {
    const { before, after } = pair;
    if (before === after) return;
    if (Array.isArray(before) && Array.isArray(after)) {
      if (!this.isDifferent(before, after)) return;
      if (SET_KEYWORDS.has(pair.key)) yield* this.betweenSets(pair, before, after);
      else yield* this.betweenLists(pair, before, after);
    } else if (isObject(before) && isObject(after)) yield* this.betweenObjects(pair, before, after);
    else yield changed(pair);
  }

  private *betweenObjects(
    pair: Pair,
    before: Record<string, unknown>,
    after: Record<string, unknown>,
  ): Generator<DefinitionDifference> {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    let isBeyondPointers = false;
    for (const key of keys) {
      // Most members are, and need no pointer.
      if (before[key] === after[key] && Object.hasOwn(before, key) && Object.hasOwn(after, key)) continue;
      const pointer = childPointer(pair.pointer, key);
      const [wasThere, isThere] = [Object.hasOwn(before, key), Object.hasOwn(after, key)];
      if (pointer.length > DIFFERENCE_POINTER_LENGTH_MAX) {
        isBeyondPointers ||= wasThere !== isThere || this.isDifferent(before[key], after[key]);
      } else if (!wasThere) yield added(pointer, after[key]);
      else if (!isThere) yield removed(pointer, before[key]);
      else yield* this.between({ pointer, key, before: before[key], after: after[key] });
    }
    // A name that is too long to point at: the whole object is said to be different, once.
    if (isBeyondPointers) yield changed(pair);
  }

  private *betweenSets(pair: Pair, before: unknown[], after: unknown[]): Generator<DefinitionDifference> {
    const removals = this.missingFrom(after, before, pair.pointer);
    const additions = this.missingFrom(before, after, pair.pointer);
    for (const { pointer, value } of removals) yield removed(pointer, value);
    for (const { pointer, value } of additions) yield added(pointer, value);
    // Another order, or an item twice: it means the same, and the hash has moved all the same.
    if (removals.length + additions.length === 0) yield changed(pair);
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
  private *betweenLists(pair: Pair, before: unknown[], after: unknown[]): Generator<DefinitionDifference> {
    const shorter = Math.min(before.length, after.length);
    let start = 0;
    while (start < shorter && !this.isDifferent(before[start], after[start])) start += 1;
    let tail = 0;
    while (tail < shorter - start && !this.isDifferent(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
    for (let index = start; index < Math.max(before.length, after.length) - tail; index += 1) {
      const pointer = childPointer(pair.pointer, index);
      if (index >= before.length - tail) yield added(pointer, after[index]);
      else if (index >= after.length - tail) yield removed(pointer, before[index]);
      else yield* this.between({ pointer, key: String(index), before: before[index], after: after[index] });
    }
  }
}

function added(pointer: string, value: unknown): DefinitionDifference {
  return difference('added', pointer, { before: null, after: excerptJson(value) });
}

function removed(pointer: string, value: unknown): DefinitionDifference {
  return difference('removed', pointer, { before: excerptJson(value), after: null });
}

function changed({ pointer, before, after }: Pair): DefinitionDifference {
  return difference('changed', pointer, excerptJsonPair(before, after));
}

function difference(
  operation: DifferenceOperation,
  pointer: string,
  values: Pick<DefinitionDifference, 'before' | 'after'>,
): DefinitionDifference {
  return { pointer, operation, ...values };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
