import { takeWithinBytes } from './take-within-bytes.js';

export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/**
 * @param items one more than the limit, where there are more
 * @param cursorAfter where the page after an item begins
 */
export function toPage<T>(items: readonly T[], limit: number, cursorAfter: (last: T) => string): Page<T> {
  const page = takeWithinBytes(items.slice(0, limit));
  const last = page.at(-1);
  const isLast = last === undefined || page.length === items.length;
  return { items: page, nextCursor: isLast ? null : cursorAfter(last) };
}
