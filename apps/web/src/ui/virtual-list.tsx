import { Box, Center, Loader } from '@mantine/core';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';

export interface VirtualListProps<Item> {
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly render: (item: Item, index: number) => ReactNode;
  /** Of one row, about: it is measured once it is there. */
  readonly estimatedHeight: number;
  readonly label: string;
  readonly gap?: number;
  /** Asked for when the end comes near; absent when there is no more. */
  readonly onMore?: (() => void) | undefined;
  readonly isLoadingMore?: boolean;
}

/** Rows before the end of the list at which the next page is asked for. */
const MORE_WITHIN = 10;

/** A list of any length in the page's own scroll: only what is near the window is in the document. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { items, keyOf, render, estimatedHeight, label, gap = 0, onMore, isLoadingMore = false } = props;
  const list = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset(list.current?.offsetTop ?? 0), []);
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => estimatedHeight,
    overscan: 8,
    gap,
    scrollMargin: offset,
    getItemKey: (index) => keyOf(items[index] as Item),
  });
  const rows = virtualizer.getVirtualItems();
  const isNearEnd = (rows.at(-1)?.index ?? 0) >= items.length - MORE_WITHIN;
  useEffect(() => {
    if (isNearEnd && !isLoadingMore) onMore?.();
  }, [isNearEnd, isLoadingMore, onMore]);
  return (
    <>
      <Box ref={list} role="list" aria-label={label} pos="relative" h={virtualizer.getTotalSize()}>
        {rows.map(({ index, key, start }) => (
          <Box
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            role="listitem"
            aria-setsize={onMore ? -1 : items.length}
            aria-posinset={index + 1}
            pos="absolute"
            top={0}
            left={0}
            w="100%"
            style={{ transform: `translateY(${start - offset}px)` }}
          >
            {render(items[index] as Item, index)}
          </Box>
        ))}
      </Box>
      {isLoadingMore && (
        <Center py="md">
          <Loader size="sm" aria-label="Loading more" />
        </Center>
      )}
    </>
  );
}
