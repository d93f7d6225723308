import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useLiveState } from '../../live/live-state.js';
import { useSession } from '../../session/session.js';
import type { ApprovalView } from './approval.js';
import { approvalPages } from './approvals.queries.js';
import type { InboxFilter } from './inbox-filter.js';
import { advance, NOTHING_SHOWN, showAll } from './shown-list.js';

const NONE: readonly ApprovalView[] = [];
/** Fewer than these after filtering, and the next page is read at once. */
const SHOWN_MIN = 10;
/** While nobody tells of changes, they are asked for. */
const POLL_MS = 10_000;

/** The inbox by a filter: what is on the screen, what is new, and the way to more. */
export function useShown(filter: InboxFilter) {
  const { workspaceId } = useSession();
  const isLive = useLiveState() === 'live';
  const query = useInfiniteQuery({
    ...approvalPages(workspaceId, filter),
    refetchInterval: isLive ? false : POLL_MS,
  });
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const latest = useMemo(() => {
    const all: readonly ApprovalView[] = data?.pages.flatMap(({ items }) => items) ?? NONE;
    return filter.integration === undefined
      ? all
      : all.filter(({ integrationSlug }) => integrationSlug === filter.integration);
  }, [data, filter.integration]);
  const readCount = data?.pages.reduce((sum, { items }) => sum + items.length, 0) ?? 0;
  const key = JSON.stringify(filter);
  const [state, setState] = useState(NOTHING_SHOWN);
  const shown = data ? advance(state, key, latest) : state;
  // Derived from the one before: https://react.dev/reference/react/useState#storing-information-from-previous-renders
  if (shown !== state) setState(shown);

  const isShort = shown.items.length < SHOWN_MIN && hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
  useEffect(() => {
    if (isShort) void fetchNextPage();
  }, [isShort, fetchNextPage]);

  return {
    ...shown,
    /** Nothing is there yet, and it is not known that nothing is. */
    isLooking: !query.error && shown.items.length === 0 && (!data || hasNextPage),
    /** How many were read to find these among them; undefined where all were. */
    readCount: filter.integration !== undefined && hasNextPage ? readCount : undefined,
    error: query.error,
    isLoadingMore: isFetchingNextPage,
    more: hasNextPage ? () => void fetchNextPage() : undefined,
    retry: () => void query.refetch(),
    /** What is new comes in, what is over goes. */
    renew: () => setState(showAll(key, latest)),
  };
}
