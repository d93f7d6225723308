import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { useIsSignedIn, useSession } from '../../session/session.js';

/** The badge says "99+" from here on. */
const COUNTED_MAX = 100;

/** How many approvals wait for a person; undefined while it is not known. */
export function usePendingCount(): number | undefined {
  const { workspaceId, can } = useSession();
  const isSignedIn = useIsSignedIn();
  const { data } = useQuery({
    queryKey: ['approvals', 'pending-count'],
    enabled: isSignedIn && can('approval:read'),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/approvals', {
          params: { path: { workspaceId }, query: { state: 'pending', limit: COUNTED_MAX } },
          signal,
        }),
      ),
    select: ({ items }) => items.length,
  });
  return data;
}
