import { InvalidInputError } from '@countersign/contracts';

/** The place after the last row of a page. Opaque to whoever carries it; parts are what the rows are sorted by. */
export type CursorPart = string | number;

export function encodeCursor(parts: readonly CursorPart[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * @param shape an example of the parts, for their number and types
 * @throws InvalidInputError for anything that `encodeCursor` did not make with such parts
 */
export function decodeCursor<T extends readonly CursorPart[]>(cursor: string, shape: T): T {
  const parts = parse(Buffer.from(cursor, 'base64url').toString());
  const fits =
    Array.isArray(parts) &&
    parts.length === shape.length &&
    parts.every((part, index) => typeof part === typeof shape[index] && isSafe(part));
  if (fits) return parts as unknown as T;
  throw foreignCursor();
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A cursor of a list that is sorted by id alone.
 *
 * @throws InvalidInputError
 */
export function decodeIdCursor(cursor: string): string {
  const [id] = decodeCursor(cursor, [''] as [string]);
  if (UUID.test(id)) return id;
  throw foreignCursor();
}

function foreignCursor(): InvalidInputError {
  return new InvalidInputError([{ pointer: '/cursor', code: 'cursor', message: 'is not a cursor of this list' }]);
}

/** What Postgres can compare with: whole numbers, and text without U+0000. */
function isSafe(part: unknown): boolean {
  return typeof part === 'string' ? !part.includes('\0') : Number.isSafeInteger(part);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
