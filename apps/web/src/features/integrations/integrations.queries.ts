import type { components } from '@countersign/api-client';
import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { PAGED } from '../../api/pages.js';
import { useLiveState } from '../../live/live-state.js';
import { useWorkspacePath } from '../../session/workspace-path.js';
import type { ToolCounts } from '../tools/tool-state.js';

export type Integration = components['schemas']['IntegrationView'];
export type Circuit = components['schemas']['UpstreamHealthView'];
export type RecentCheck = components['schemas']['RecentCheck'];
export type Check = components['schemas']['DiscoveryAttempt'];
export type Posture = components['schemas']['IntegrationPolicyView']['posture'];

/** While nobody tells of changes, they are asked for. */
const POLL_MS = 10_000;
/** Somebody is at the authorization server in another window. */
export const AWAITED_POLL_MS = 2_000;
/** What a circuit does is in no feed. */
const CIRCUIT_POLL_MS = 30_000;
/** As many as the sparkline has points. */
export const RECENT_CHECKS = 24;

export function useIntegrations() {
  const workspace = useWorkspacePath();
  const isLive = useLiveState() === 'live';
  return useInfiniteQuery({
    ...PAGED,
    queryKey: ['integrations', 'list'],
    refetchInterval: isLive ? false : POLL_MS,
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/mcp-integrations', {
          params: { path: workspace, query: pageParam ? { cursor: pageParam } : {} },
          signal,
        }),
      ),
  });
}

export function useIntegration(integrationId: string) {
  const workspace = useWorkspacePath();
  const isLive = useLiveState() === 'live';
  return useQuery({
    queryKey: ['integrations', integrationId],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}', {
          params: { path: { ...workspace, integrationId } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) => {
      if (state.data && isAwaited(state.data)) return AWAITED_POLL_MS;
      return isLive ? false : POLL_MS;
    },
  });
}

function isAwaited({ auth, status }: Integration): boolean {
  return auth === 'oauth2' && (status === 'awaiting_authorization' || status === 'needs_reauthorization');
}

/** Those that are not well, by the id of their integration. */
export function useCircuits() {
  const workspace = useWorkspacePath();
  return useQuery({
    queryKey: ['integrations', 'circuits'],
    refetchInterval: CIRCUIT_POLL_MS,
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/mcp-integrations/circuits', { params: { path: workspace }, signal }),
      ),
    select: ({ items }) => new Map(items.map((item) => [item.integrationId, item])),
  });
}

/** @param cursors of the pages of servers that are shown: those of their counts are the same */
export function useToolCounts(cursors: readonly (string | undefined)[]): ReadonlyMap<string, ToolCounts> | undefined {
  const workspace = useWorkspacePath();
  return useQueries({
    queries: cursors.map((cursor) => ({
      queryKey: ['integrations', 'tool-counts', cursor ?? null],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        answerOf(
          api.GET('/api/v1/workspaces/{workspaceId}/mcp-integrations/tool-counts', {
            params: { path: workspace, query: cursor === undefined ? {} : { cursor } },
            signal,
          }),
        ),
    })),
    combine: (pages) => {
      const items = pages.flatMap(({ data }) => data?.items ?? []);
      return pages.some(({ data }) => data)
        ? new Map(items.map((item) => [item.integrationId, toCounts(item)]))
        : undefined;
    },
  });
}

function toCounts({ total, open, ask, off, missing, fresh, changed }: components['schemas']['ToolCounts']): ToolCounts {
  return { all: total, open, ask, off, missing, new: fresh, changed };
}

/** The last checks of each server, oldest first. */
export function useChecksOfAll(cursors: readonly (string | undefined)[]): ReadonlyMap<string, readonly RecentCheck[]> {
  const workspace = useWorkspacePath();
  return useQueries({
    queries: cursors.map((cursor) => ({
      queryKey: ['integrations', 'recent-checks', cursor ?? null],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        answerOf(
          api.GET('/api/v1/workspaces/{workspaceId}/mcp-integrations/recent-checks', {
            params: { path: workspace, query: cursor === undefined ? {} : { cursor } },
            signal,
          }),
        ),
    })),
    combine: (pages) =>
      new Map(
        pages.flatMap(({ data }) => data?.items ?? []).map(({ integrationId, checks }) => [integrationId, checks]),
      ),
  });
}

/** Oldest first. */
export function useRecentChecks(integrationId: string) {
  const workspace = useWorkspacePath();
  return useQuery({
    queryKey: ['integrations', integrationId, 'recent-checks'],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/checks', {
          params: { path: { ...workspace, integrationId }, query: { limit: RECENT_CHECKS } },
          signal,
        }),
      ),
    select: ({ items }): readonly RecentCheck[] => [...items].reverse(),
  });
}

export function useChecks(integrationId: string) {
  const workspace = useWorkspacePath();
  return useInfiniteQuery({
    ...PAGED,
    queryKey: ['integrations', integrationId, 'checks'],
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/checks', {
          params: { path: { ...workspace, integrationId }, query: pageParam ? { cursor: pageParam } : {} },
          signal,
        }),
      ),
  });
}

export function useIntegrationPolicy(integrationId: string) {
  const workspace = useWorkspacePath();
  return useQuery({
    queryKey: ['integrations', integrationId, 'policy'],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/policy', {
          params: { path: { ...workspace, integrationId } },
          signal,
        }),
      ),
  });
}
