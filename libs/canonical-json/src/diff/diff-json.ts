import type { JsonValue } from '../json-value.js';
import { childPointer } from '../json-pointer.js';
import { DifferenceWalk } from './difference-walk.js';
import type { JsonDiff, JsonDifference, JsonDiffLimits, JsonDiffOptions } from './json-diff.js';
import { areJsonEqual } from './json-identities.js';

/**
 * What is different between two JSON values, by JSON pointers.
 *
 * | before          | after              | differences                                               |
 * |-----------------|--------------------|-----------------------------------------------------------|
 * | `{"a": 1}`      | `{"a": 2}`         | `changed /a`                                              |
 * | `{"a": [1, 3]}` | `{"a": [1, 2, 3]}` | `added /a/1`                                              |
 * | `{"a": [1, 2]}` | `{"a": [3, 1]}`    | `removed /a/1`, `added /a/0`, where `a` is `unordered`    |
 *
 * A pointer of what was removed is one of the value before, any other one of the value after. Two values have no difference
 * exactly when their canonical JSON is equal. The time is linear in their size, but for sorting members.
 */
export function diffJson(before: JsonValue, after: JsonValue, options: JsonDiffOptions): JsonDiff {
  return bounded(new DifferenceWalk(options).between({ pointer: '', key: '', before, after }), options.limits);
}

export interface MembersDiff<Member extends string> extends JsonDiff {
  /** Which of the members are different. */
  readonly members: readonly Member[];
}

/**
 * The same of an object with known members, in the order of `names`: what a large member has too many of must not hide what is
 * different about one that stands before it. A null member stands for nothing.
 */
export function diffMembers<Member extends string>(
  names: readonly Member[],
  { before, after }: { readonly before: Record<Member, unknown>; readonly after: Record<Member, unknown> },
  options: JsonDiffOptions,
): MembersDiff<Member> {
  const members = names.filter((name) => !areJsonEqual(before[name], after[name]));
  const walk = new DifferenceWalk(options);
  return { members, ...bounded(ofMembers(walk, members, { before, after }), options.limits) };
}

function* ofMembers<Member extends string>(
  walk: DifferenceWalk,
  members: readonly Member[],
  { before, after }: { readonly before: Record<Member, unknown>; readonly after: Record<Member, unknown> },
): Generator<JsonDifference> {
  for (const key of members) {
    const pointer = childPointer('', key);
    if (before[key] === null) yield walk.added(pointer, after[key]);
    else if (after[key] === null) yield walk.removed(pointer, before[key]);
    else yield* walk.between({ pointer, key, before: before[key], after: after[key] });
  }
}

function bounded(found: Iterable<JsonDifference>, { differencesMax, bytesMax }: JsonDiffLimits): JsonDiff {
  const differences: JsonDifference[] = [];
  let bytes = 0;
  for (const difference of found) {
    bytes += Buffer.byteLength(JSON.stringify(difference)) + 1;
    if (differences.length === differencesMax || bytes > bytesMax) return { differences, truncated: true };
    differences.push(difference);
  }
  return { differences, truncated: false };
}
