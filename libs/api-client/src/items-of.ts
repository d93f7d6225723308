/** What every list of the API answers. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** Of the query of one page: empty for the first. */
export interface PageCursor {
  readonly cursor?: string;
}

/**
 * The items of all pages of a list; the next page is asked for when the items before it were taken.
 *
 *     for await (const call of itemsOf((page) => answerOf(api.GET(CALLS, { params: { path, query: { ...page, state } } }))))
 */
export async function* itemsOf<T>(fetchPage: (page: PageCursor) => Promise<Page<T>>): AsyncGenerator<T, void, void> {
  let page = await fetchPage({});
  for (;;) {
    yield* page.items;
    if (page.nextCursor === null) return;
    page = await fetchPage({ cursor: page.nextCursor });
  }
}
