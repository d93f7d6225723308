import { InvalidInputError } from '@countersign/contracts';

/** What a cursor may be made of. They go into queries, so their form is checked. */
const KINDS = {
  count: (part: unknown) => Number.isSafeInteger(part) && Number(part) >= 0,
  uuid: (part: unknown) => typeof part === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part),
  /** SHA-256 in hex, or empty: before all of them. */
  digest: (part: unknown) => typeof part === 'string' && /^([0-9a-f]{64})?$/.test(part),
} as const;

type Kind = keyof typeof KINDS;
type Parts<K extends readonly Kind[]> = { [I in keyof K]: K[I] extends 'count' ? number : string };

/** Where the next page begins. Opaque to the reader, so that what it is made of can change. */
export function toCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** @throws InvalidInputError for what `toCursor` did not make of such parts */
export function readCursor<const K extends readonly Kind[]>(cursor: string, kinds: K): Parts<K> {
  const parts = parse(cursor);
  const isRight =
    Array.isArray(parts) && parts.length === kinds.length && kinds.every((kind, index) => KINDS[kind](parts[index]));
  if (!isRight) throw invalidCursor();
  return parts as unknown as Parts<K>;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    // What is wrong with it says nothing to a reader, who did not make it.
    throw invalidCursor();
  }
}

function invalidCursor(): InvalidInputError {
  const message = 'cursor must be one that a page gave';
  return new InvalidInputError([{ pointer: '/cursor', code: 'cursor', message }]);
}
