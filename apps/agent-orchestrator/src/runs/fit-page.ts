/** Messages stay under 256 KiB; the rest of the page and its envelope fit beside this. */
export const PAGE_BYTES_MAX = 200_000;

/** The longest beginning of a page that fits into one message; at least one item, so that paging goes on. */
export function fitPage<T extends object>(candidates: readonly T[]): { readonly items: T[]; readonly isCut: boolean } {
  const items: T[] = [];
  let bytes = 0;
  for (const candidate of candidates) {
    bytes += Buffer.byteLength(JSON.stringify(candidate));
    if (items.length > 0 && bytes > PAGE_BYTES_MAX) return { items, isCut: true };
    items.push(candidate);
  }
  return { items, isCut: false };
}
