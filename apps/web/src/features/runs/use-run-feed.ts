import { useMemo, useSyncExternalStore } from 'react';
import { useSession } from '../../session/session.js';
import { RunFeed, type RunFeedState } from './run-feed.js';

/** The run's events as they come. */
export function useRunFeed(runId: string): RunFeedState {
  const { workspaceId } = useSession();
  const feed = useMemo(
    () => new RunFeed(`/api/v1/workspaces/${workspaceId}/runs/${encodeURIComponent(runId)}/events`),
    [workspaceId, runId],
  );
  return useSyncExternalStore(feed.subscribe, feed.snapshot);
}
