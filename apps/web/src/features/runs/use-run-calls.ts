import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { useSession } from '../../session/session.js';
import { useWorkspacePath } from '../../session/workspace-path.js';
import type { CallView } from '../calls/calls.queries.js';

/** A run has at most some hundreds of calls; of more, the newest are told in full. */
const PAGES_MAX = 5;
const PAGE_SIZE = 200;

const NONE: ReadonlyMap<string, CallView> = new Map();

/**
 * What the ledger knows of a run's calls, by id: their tools' own names, and when they were sent.
 *
 * @param position the log's length: what is new in it may be about a call
 */
export function useRunCalls(runId: string, position: number): ReadonlyMap<string, CallView> {
  const path = useWorkspacePath();
  const { can } = useSession();
  const { data } = useQuery({
    queryKey: ['calls', 'of-run', runId, position],
    enabled: can('call:read') && position > 0,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const calls: CallView[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < PAGES_MAX; page += 1) {
        const { items, nextCursor } = await answerOf(
          api.GET('/api/v1/workspaces/{workspaceId}/calls', {
            params: { path, query: { runId, limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) } },
            signal,
          }),
        );
        calls.push(...items);
        if (nextCursor === null) break;
        cursor = nextCursor;
      }
      return calls;
    },
    select: toMap,
  });
  return data ?? NONE;
}

function toMap(calls: readonly CallView[]): ReadonlyMap<string, CallView> {
  return new Map(calls.map((call) => [call.id, call]));
}
