/** For `useInfiniteQuery` over any list of the API: `{ items, nextCursor }`. */
export const PAGED = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }: { readonly nextCursor: string | null }): string | undefined =>
    nextCursor ?? undefined,
} as const;

/** The API gives no longer pages. */
export const PAGE_SIZE_MAX = 200;
/** Two hundred thousand items: more pages mean a cursor that does not advance. */
const PAGES_MAX = 1_000;

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** For what is only of use as a whole: selects, and what is searched here. */
export async function readAllPages<Item>(
  read: (page: { readonly limit: number; readonly cursor?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await read({ limit: PAGE_SIZE_MAX, ...(cursor !== undefined && { cursor }) });
    items.push(...answer.items);
    if (answer.nextCursor === null) break;
    cursor = answer.nextCursor;
  }
  return items;
}
