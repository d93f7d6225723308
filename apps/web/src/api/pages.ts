/** For `useInfiniteQuery` over any list of the API: `{ items, nextCursor }`. */
export const PAGED = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }: { readonly nextCursor: string | null }): string | undefined =>
    nextCursor ?? undefined,
} as const;
