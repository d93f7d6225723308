import { queryOptions, useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { useLiveState } from '../../live/live-state.js';
import { useIsSignedIn, useSession } from '../../session/session.js';

/** The badge says "99+" from here on. */
const COUNTED_MAX = 100;
/** While nobody tells of changes, they are asked for. */
const POLL_MS = 10_000;

export function pendingQuery(workspaceId: string) {
  return queryOptions({
    queryKey: ['approvals', 'pending'],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/approvals', {
          params: { path: { workspaceId }, query: { state: 'pending', limit: COUNTED_MAX } },
          signal,
        }),
      ),
  });
}

/** The newest approvals that wait for a person. */
export function usePending() {
  const { workspaceId, can } = useSession();
  const isSignedIn = useIsSignedIn();
  const isLive = useLiveState() === 'live';
  return useQuery({
    ...pendingQuery(workspaceId),
    enabled: isSignedIn && can('approval:read'),
    refetchInterval: isLive ? false : POLL_MS,
  });
}

/** How many approvals wait for a person, in words; undefined where none does, or while it is not known. */
export function usePendingCount(): string | undefined {
  const count = usePending().data?.items.length ?? 0;
  if (count === 0) return undefined;
  return count < COUNTED_MAX ? String(count) : `${COUNTED_MAX - 1}+`;
}
