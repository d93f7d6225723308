/** A page leaves room under the 256 KiB of a message for its envelope and the fields beside its items. */
export const PAGE_BYTES_MAX = 200 * 1_024;

export interface FittedPage<T> {
  readonly items: readonly T[];
  /** More rows follow the last item. */
  readonly isCut: boolean;
}

/**
 * As many items as fit into a page, and at least one, so that a list always gets to its end. `candidates` holds one item
 * more than `limit` where there is more.
 */
export function fitPage<T>(candidates: readonly T[], limit: number, bytesMax = PAGE_BYTES_MAX): FittedPage<T> {
  let bytes = 0;
  let count = 0;
  for (const item of candidates.slice(0, limit)) {
    bytes += Buffer.byteLength(JSON.stringify(item));
    if (count > 0 && bytes > bytesMax) break;
    count += 1;
  }
  return { items: candidates.slice(0, count), isCut: count < candidates.length };
}
