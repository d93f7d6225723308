import { CATCH_UP_PAGES_MAX } from '../limits.js';

export interface ChangePage<Change> {
  readonly revision: number;
  readonly changes: readonly Change[];
  readonly nextCursor?: string | null;
}

export type FetchPage<Change> = (cursor: string | undefined) => Promise<ChangePage<Change>>;

/**
 * Every page of one listing. The revision is the lowest of the pages': what a later page knows beyond it comes again
 * with the next listing, and applying a change twice does nothing.
 */
export async function fetchAllChanges<Change>(
  fetchPage: FetchPage<Change>,
): Promise<{ readonly revision: number; readonly changes: readonly Change[] }> {
  const changes: Change[] = [];
  let revision = Number.POSITIVE_INFINITY;
  let cursor: string | undefined;
  for (let page = 0; page < CATCH_UP_PAGES_MAX; page += 1) {
    const result = await fetchPage(cursor);
    changes.push(...result.changes);
    revision = Math.min(revision, result.revision);
    if (!result.nextCursor) return { revision, changes };
    cursor = result.nextCursor;
  }
  throw new Error(`a listing of changes did not end after ${CATCH_UP_PAGES_MAX} pages`);
}
