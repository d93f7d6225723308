import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { answerOf, api } from '../../api/api.js';
import { PAGED } from '../../api/pages.js';
import { useLiveState } from '../../live/live-state.js';
import { useWorkspacePath } from '../../session/workspace-path.js';
import type { CallView } from './calls.queries.js';
import { type CallsSearch, toCallsQuery } from './calls-search.js';
import { mergeNewest, type Page } from './merge-newest.js';

/** One message of the bus holds about so many. */
const PAGE_SIZE = 100;
const NEWEST_SIZE = 50;
/** The feed says within a second or two that there are other calls now. What it says can be lost on its way, and so can the feed. */
const LOOK_INTERVAL_MS = { live: 30_000, connecting: 4_000, lost: 4_000 } as const;
/** Whoever reads further down keeps what they look at. */
const TOP_PX = 160;

type Pages = InfiniteData<Page<CallView>>;

/**
 * The ledger, newest first. Ten thousand rows are not read again for each new one: the newest are, and merged into what
 * is there. `newCount` is how many wait for a reader who is further down; `showNew` shows them.
 */
export function useCallList(search: CallsSearch) {
  const path = useWorkspacePath();
  const client = useQueryClient();
  const [newCount, setNewCount] = useState(0);
  const liveState = useLiveState();
  const read = (limit: number, cursor: string | undefined, signal: AbortSignal) =>
    answerOf(
      api.GET('/api/v1/workspaces/{workspaceId}/calls', {
        params: {
          path,
          query: { ...toCallsQuery(search, Date.now()), limit, ...(cursor !== undefined && { cursor }) },
        },
        signal,
      }),
    );
  // Not below `calls`: what the feed invalidates there would be all pages.
  const listKey = ['call-list', search] as const;
  const query = useInfiniteQuery({
    queryKey: listKey,
    ...PAGED,
    staleTime: Infinity,
    gcTime: 0,
    queryFn: ({ pageParam, signal }) => read(PAGE_SIZE, pageParam, signal),
  });
  const { data: newest } = useQuery({
    queryKey: ['calls', 'newest', search],
    refetchInterval: LOOK_INTERVAL_MS[liveState],
    queryFn: ({ signal }) => read(NEWEST_SIZE, undefined, signal),
  });
  const keyText = JSON.stringify(listKey);
  const take = useCallback(
    (isTop: boolean): void => {
      const key = JSON.parse(keyText) as unknown[];
      const data = client.getQueryData<Pages>(key);
      if (!newest || !data) return;
      const merged = mergeNewest(data.pages, newest);
      if (!isTop) return setNewCount(merged ? merged.added : newest.items.length);
      setNewCount(0);
      if (merged) client.setQueryData<Pages>(key, { ...data, pages: [...merged.pages] });
      else void client.resetQueries({ queryKey: key });
    },
    [client, keyText, newest],
  );
  useEffect(() => take(window.scrollY < TOP_PX), [take]);
  const showNew = (): void => {
    window.scrollTo({ top: 0 });
    take(true);
  };
  return { query, newCount, showNew };
}
