import { QueryFailedError } from '@countersign/database';

/** 22 data, 23 constraint, 54 limit: the database is well and will say no to this row for as long as it is asked. */
const REFUSING_CLASSES = new Set(['22', '23', '54']);

/** Whether writing the same row again is hopeless. */
export function isRefusedByDatabase(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const driverError = error.driverError as object;
  return 'code' in driverError && REFUSING_CLASSES.has(String(driverError.code).slice(0, 2));
}

/** Whether another commit without some of the rows may succeed: the database has said no to one, or it was never sent any. */
export function isAboutRows(error: unknown): boolean {
  return isRefusedByDatabase(error) || !(error instanceof QueryFailedError);
}
