import { Skeleton, Stack } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorState } from './error-state.js';
import { VirtualList, type VirtualListProps } from './virtual-list.js';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface PagedListProps<Item> extends Omit<VirtualListProps<Item>, 'items' | 'onMore' | 'isLoadingMore'> {
  readonly query: UseInfiniteQueryResult<InfiniteData<Page<Item>>>;
  /** What is there when nothing is: says what to do next. */
  readonly empty: ReactNode;
  /** Skeletons that stand for the first page. */
  readonly skeletons?: number;
}

/** A list of the API that is read page by page, in each of its states. */
export function PagedList<Item>({ query, empty, skeletons = 6, ...list }: PagedListProps<Item>) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query;
  if (isPending) return <ListSkeleton height={list.estimatedHeight} count={skeletons} gap={list.gap ?? 0} />;
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return empty;
  return (
    <>
      <VirtualList
        {...list}
        items={items}
        isLoadingMore={isFetchingNextPage}
        onMore={hasNextPage ? () => void fetchNextPage() : undefined}
      />
      {error && <ErrorState error={error} title="The rest could not be loaded" onRetry={() => void fetchNextPage()} />}
    </>
  );
}

export function ListSkeleton({ height, count, gap }: { height: number; count: number; gap: number }) {
  return (
    <Stack gap={gap} aria-busy="true" aria-label="Loading">
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} height={height} />
      ))}
    </Stack>
  );
}
