import type { components } from '@countersign/api-client';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { PAGED } from '../../api/pages.js';
import { useSession } from '../../session/session.js';
import { useWorkspacePath } from '../../session/workspace-path.js';
import type { RunsSearch } from './runs-search.js';

export type RunView = components['schemas']['RunView'];
export type RunStatus = RunView['status'];

const PAGE_SIZE = 50;

export function useRuns({ status, agentId, mine }: RunsSearch) {
  const path = useWorkspacePath();
  const { userId } = useSession();
  const filters = { ...(status && { status }), ...(agentId && { agentId }), ...(mine && { startedBy: userId }) };
  return useInfiniteQuery({
    queryKey: ['runs', 'list', filters],
    ...PAGED,
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/runs', {
          params: {
            path,
            query: { ...filters, limit: PAGE_SIZE, ...(pageParam !== undefined && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
  });
}

/** The newest of the workspace, or of one agent. */
export function useNewestRuns(limit: number, agentId?: string) {
  const path = useWorkspacePath();
  const { data } = useQuery({
    queryKey: ['runs', 'newest', limit, agentId],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/runs', {
          params: { path, query: { limit, ...(agentId && { agentId }) } },
          signal,
        }),
      ),
  });
  return data?.items;
}

export function useRun(runId: string) {
  const path = useWorkspacePath();
  return useQuery({
    queryKey: ['runs', 'one', runId],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/runs/{runId}', { params: { path: { ...path, runId } }, signal }),
      ),
  });
}

export function useStartRun() {
  const path = useWorkspacePath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ agentId, prompt }: { readonly agentId: string; readonly prompt: string }) =>
      answerOf(
        api.POST('/api/v1/workspaces/{workspaceId}/agents/{agentId}/runs', {
          params: { path: { ...path, agentId } },
          body: { prompt },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['runs'] }),
  });
}

export function useCancelRun(runId: string) {
  const path = useWorkspacePath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/v1/workspaces/{workspaceId}/runs/{runId}/cancel', { params: { path: { ...path, runId } } }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['runs'] }),
  });
}

export interface NewMessage {
  /** The same one on every try, so that it is taken once. */
  readonly messageId: string;
  readonly text: string;
}

export function useSendMessage(runId: string) {
  const path = useWorkspacePath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewMessage) =>
      answerOf(
        api.POST('/api/v1/workspaces/{workspaceId}/runs/{runId}/messages', {
          params: { path: { ...path, runId } },
          body,
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['runs'] }),
  });
}

export function useForkRun(runId: string) {
  const path = useWorkspacePath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly afterTurn?: number; readonly message: string }) =>
      answerOf(
        api.POST('/api/v1/workspaces/{workspaceId}/runs/{runId}/fork', { params: { path: { ...path, runId } }, body }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['runs'] }),
  });
}
