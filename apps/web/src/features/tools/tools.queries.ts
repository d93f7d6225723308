import { queryOptions, useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { PAGED } from '../../api/pages.js';
import { useLiveState } from '../../live/live-state.js';
import { useSession } from '../../session/session.js';
import { useWorkspacePath } from '../../session/workspace-path.js';
import { groupsQuery } from '../settings/groups/groups.queries.js';
import { newerList, type ToolList } from './newer-list.js';
import type { Tool } from './tool-state.js';

/** A server has some thousands of tools at most; more pages mean a cursor that does not advance. */
const PAGES_MAX = 1_000;
/** While nobody tells of changes, they are asked for. */
const POLL_MS = 10_000;

interface ServerPath {
  readonly workspaceId: string;
  readonly integrationId: string;
}

/** Every page of a server's tools: searching, counting and choosing many are about all of them. */
export function toolsQuery(path: ServerPath) {
  return queryOptions({
    queryKey: ['tools', path.integrationId, 'list'],
    queryFn: ({ signal }) => readTools(path, signal),
    structuralSharing: newerList,
  });
}

async function readTools(path: ServerPath, signal: AbortSignal): Promise<ToolList> {
  const items: Tool[] = [];
  let cursor: string | undefined;
  let first: ToolList | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const query = cursor === undefined ? {} : { cursor };
    const answer = await answerOf(
      api.GET('/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/tools', {
        params: { path, query },
        signal,
      }),
    );
    items.push(...answer.items);
    // Of the first page: an edit while the others were read makes the next If-Match fail, as it should.
    first ??= answer;
    if (answer.nextCursor === null) break;
    cursor = answer.nextCursor;
  }
  return { items, revision: first?.revision ?? 0, snapshotRevision: first?.snapshotRevision ?? 0 };
}

/** @param refetchEveryMs for while something is sure to change soon */
export function useTools(integrationId: string, refetchEveryMs?: number): UseQueryResult<ToolList> {
  const workspace = useWorkspacePath();
  const isLive = useLiveState() === 'live';
  return useQuery({
    ...toolsQuery({ ...workspace, integrationId }),
    refetchInterval: refetchEveryMs ?? (isLive ? false : POLL_MS),
  });
}

export function useToolReview(integrationId: string, name: string, isWanted: boolean) {
  const workspace = useWorkspacePath();
  return useQuery({
    queryKey: ['tools', integrationId, 'review', name],
    enabled: isWanted,
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/tools/review', {
          params: { path: { ...workspace, integrationId }, query: { name } },
          signal,
        }),
      ),
  });
}

/** @param toolName only this tool's; absent: all of the server's */
export function useToolHistory(integrationId: string, toolName?: string) {
  const workspace = useWorkspacePath();
  return useInfiniteQuery({
    ...PAGED,
    queryKey: ['tools', integrationId, 'history', toolName ?? null],
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/tool-changes', {
          params: {
            path: { ...workspace, integrationId },
            query: { ...(pageParam && { cursor: pageParam }), ...(toolName !== undefined && { toolName }) },
          },
          signal,
        }),
      ),
  });
}

/** Whether anything may ask at all; undefined while it is not known. */
export function useMayAsk(): boolean | undefined {
  const workspace = useWorkspacePath();
  const { data } = useQuery({
    queryKey: ['entitlements'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/workspaces/{workspaceId}/entitlements', { params: { path: workspace }, signal })),
  });
  return data?.agent_approvals;
}

/** Names of the groups that approvals can be limited to. */
export function useApproverGroups(): readonly string[] {
  const { workspaceId, can } = useSession();
  const { data } = useQuery({ ...groupsQuery(workspaceId), enabled: can('approval:read') });
  return data?.items.map(({ name }) => name) ?? [];
}
