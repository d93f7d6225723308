import type { components } from '@countersign/api-client';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { PAGED } from '../../api/pages.js';
import { useWorkspacePath } from '../../session/workspace-path.js';

export type AgentView = components['schemas']['AgentView'];
export type AgentVersionView = components['schemas']['AgentVersionView'];
export type AgentToolScope = components['schemas']['AgentToolScope'];
export type CreateAgentBody = components['schemas']['CreateAgentBody'];
export type UpdateAgentBody = components['schemas']['UpdateAgentBody'];

/** One page: whoever has more agents finds them by scrolling the list, and others by their run. */
const NAMED_MAX = 200;

export function useAgents(archived: boolean) {
  const path = useWorkspacePath();
  return useInfiniteQuery({
    queryKey: ['agents', 'list', { archived }],
    ...PAGED,
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/agents', {
          params: { path, query: { archived, ...(pageParam !== undefined && { cursor: pageParam }) } },
          signal,
        }),
      ),
  });
}

/** Those that may be run, to choose from. */
export function useAgentsToRun() {
  const path = useWorkspacePath();
  return useQuery({
    queryKey: ['agents', 'to-run'],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/agents', {
          params: { path, query: { limit: NAMED_MAX } },
          signal,
        }),
      ),
    select: ({ items }) => items,
  });
}

/** Names by id, also of archived ones: for lists of what agents did. */
export function useAgentNames(): ReadonlyMap<string, string> {
  const path = useWorkspacePath();
  const { data } = useQuery({
    queryKey: ['agents', 'names'],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        [false, true].map((archived) =>
          answerOf(
            api.GET('/api/v1/workspaces/{workspaceId}/agents', {
              params: { path, query: { archived, limit: NAMED_MAX } },
              signal,
            }),
          ),
        ),
      );
      return pages.flatMap(({ items }) => items.map(({ id, name }) => [id, name] as const));
    },
    select: toMap,
  });
  return data ?? NO_NAMES;
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();

function toMap(entries: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  return new Map(entries);
}

export function useAgent(agentId: string) {
  const path = useWorkspacePath();
  return useQuery({
    queryKey: ['agents', 'one', agentId],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/agents/{agentId}', {
          params: { path: { ...path, agentId } },
          signal,
        }),
      ),
  });
}

export function useAgentVersions(agentId: string) {
  const path = useWorkspacePath();
  return useInfiniteQuery({
    queryKey: ['agents', 'versions', agentId],
    ...PAGED,
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/agents/{agentId}/versions', {
          params: { path: { ...path, agentId }, query: { ...(pageParam !== undefined && { cursor: pageParam }) } },
          signal,
        }),
      ),
  });
}

export function useCreateAgent() {
  const path = useWorkspacePath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateAgentBody) =>
      answerOf(api.POST('/api/v1/workspaces/{workspaceId}/agents', { params: { path }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['agents'] }),
  });
}

/** `seen`: the version that was edited; 412 when there is a newer one. */
export function useUpdateAgent(agentId: string) {
  const path = useWorkspacePath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, seen }: { readonly body: UpdateAgentBody; readonly seen: number }) =>
      answerOf(
        api.PATCH('/api/v1/workspaces/{workspaceId}/agents/{agentId}', {
          params: { path: { ...path, agentId }, header: { 'If-Match': `"${seen}"` } },
          body,
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['agents'] }),
  });
}

export function useArchiveAgent(agentId: string) {
  const path = useWorkspacePath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answerOf(
        api.DELETE('/api/v1/workspaces/{workspaceId}/agents/{agentId}', { params: { path: { ...path, agentId } } }),
      ),
    onSuccess: () => Promise.all(['agents', 'runs'].map((noun) => client.invalidateQueries({ queryKey: [noun] }))),
  });
}
