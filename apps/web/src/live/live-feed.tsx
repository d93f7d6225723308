import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { meQuery, useSession } from '../session/session.js';
import { queriesToRefresh } from './queries-to-refresh.js';
import { setLiveState } from './live-state.js';

/** EventSource comes back by itself from a lost connection, but not from a refusal: that is asked again after this. */
const RETRY_MS = 5_000;

/** Follows the workspace's events for as long as somebody is signed in, and refreshes what they are about. */
export function LiveFeed() {
  const { workspaceId } = useSession();
  const queryClient = useQueryClient();
  useEffect(() => follow(`/api/v1/workspaces/${workspaceId}/events`, queryClient), [workspaceId, queryClient]);
  return null;
}

function follow(url: string, queryClient: QueryClient): () => void {
  let source: EventSource;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function open(): void {
    source = new EventSource(url);
    source.onopen = () => {
      setLiveState('live');
      // Whatever happened before the stream was there and is not told again: also between the first answers and the first opening.
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] });
    };
    source.onmessage = ({ data }: MessageEvent<string>) => refresh(queryClient, data);
    // Says that it will not go on: the session or the membership has ended.
    source.addEventListener('end', () => void queryClient.invalidateQueries({ queryKey: meQuery.queryKey }));
    source.onerror = () => {
      setLiveState('lost');
      if (source.readyState !== EventSource.CLOSED) return;
      // Refused: where the session has ended, this finds out.
      void queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
      retry = setTimeout(open, RETRY_MS);
    };
  }

  open();
  return () => {
    clearTimeout(retry);
    source.close();
    setLiveState('lost');
  };
}

function refresh(queryClient: QueryClient, data: string): void {
  const { kind } = JSON.parse(data) as { kind: string };
  for (const queryKey of queriesToRefresh(kind)) void queryClient.invalidateQueries({ queryKey });
}
