import type { Arguments } from '../approval.js';
import { findAmbiguity } from './find-ambiguity.js';

export interface Edited {
  /** Null: the text is no JSON object, and `problem` says why. */
  readonly value: Arguments | null;
  readonly problem: string | null;
}

/** What somebody has written, as it would be sent. */
export function readEdited(text: string): Edited {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { value: null, problem: 'Arguments are an object: { … }' };
    }
    const ambiguity = findAmbiguity(text);
    return ambiguity === null ? { value: value as Arguments, problem: null } : { value: null, problem: ambiguity };
  } catch (error) {
    return { value: null, problem: error instanceof Error ? error.message : 'This is no JSON.' };
  }
}

/** Laid out with sorted keys, so that two texts are different only where they say something different. */
export function layOut(value: unknown): string {
  return JSON.stringify(sorted(value), null, 2);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
