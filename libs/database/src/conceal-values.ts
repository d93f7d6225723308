import { QueryFailedError } from './query-failed-error.js';

/** What the driver adds to an error: the values of a key or of a whole row, and the text around them. */
const FIELDS_WITH_VALUES = ['parameters', 'detail', 'where', 'internalQuery'];

/**
 * Removes bound values and row contents from a failed query's error, in place, because errors are logged. The code, the
 * constraint and the statement stay, so that a repository can still tell a taken slug from a lost connection.
 */
export function concealValues(error: unknown): void {
  if (!(error instanceof QueryFailedError)) return;
  const driverError: unknown = error.driverError;
  for (const carrier of [error, driverError]) {
    if (typeof carrier !== 'object' || carrier === null) continue;
    for (const field of FIELDS_WITH_VALUES) Reflect.deleteProperty(carrier, field);
  }
}
