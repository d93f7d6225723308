import { InvalidInputError } from '@countersign/contracts';

const DIGITS = /^\d{1,9}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A cursor that is a version or a sequence number. @throws InvalidInputError */
export function readNumberCursor(cursor: string | undefined): number | undefined {
  return cursor === undefined ? undefined : Number(matching(cursor, DIGITS));
}

/** A cursor that is the last id of the page before. @throws InvalidInputError */
export function readIdCursor(cursor: string | undefined): string | undefined {
  return cursor === undefined ? undefined : matching(cursor, UUID);
}

/** What came of no page would be an error of the database, which nobody outside could read. */
function matching(cursor: string, form: RegExp): string {
  if (form.test(cursor)) return cursor;
  throw new InvalidInputError([{ pointer: '/cursor', code: 'bad_cursor', message: 'cursor is of no page before' }]);
}
