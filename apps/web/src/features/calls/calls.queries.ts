import type { components } from '@countersign/api-client';
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { STALE_AFTER_MS } from '../../api/query-client.js';
import { useSession } from '../../session/session.js';
import { useWorkspacePath } from '../../session/workspace-path.js';
import { approvalQuery } from '../approvals/approvals.queries.js';
import { isOver } from './is-over.js';

export type CallView = components['schemas']['CallView'];
export type CallState = CallView['state'];
export type CallDetails = components['schemas']['CallDetailsView'];
export type ApprovalDetails = components['schemas']['ApprovalDetailsView'];
export type Resolution = components['schemas']['ResolutionBody']['outcome'];

const LOOK_AGAIN_MS = 2_000;

export function useCall(callId: string) {
  const path = useWorkspacePath();
  return useQuery({
    queryKey: ['calls', 'one', callId],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/calls/{callId}', { params: { path: { ...path, callId } }, signal }),
      ),
    // The feed says each second that there are other calls, and an answer may have a megabyte.
    staleTime: ({ state: { data } }) => (data && isOver(data) ? 'static' : STALE_AFTER_MS),
  });
}

/** The decision about a call; `null` asks for nothing. */
export function useApprovalOf(approvalId: string | null) {
  const { workspaceId, can } = useSession();
  return useQuery({
    ...approvalQuery(workspaceId, approvalId ?? ''),
    enabled: approvalId !== null && can('approval:read'),
    // A call waits a moment before the approval of it is there.
    refetchInterval: ({ state }) => (state.status === 'error' ? LOOK_AGAIN_MS : false),
  });
}

export function useResolveCall(callId: string) {
  const path = useWorkspacePath();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly outcome: Resolution; readonly note: string }) =>
      answerOf(
        api.POST('/api/v1/workspaces/{workspaceId}/calls/{callId}/resolution', {
          params: { path: { ...path, callId } },
          body,
        }),
      ),
    onSettled: () => refreshDecided(client),
  });
}

/** What a decision about a call changes. */
async function refreshDecided(client: QueryClient): Promise<void> {
  await Promise.all(['calls', 'runs', 'approvals'].map((noun) => client.invalidateQueries({ queryKey: [noun] })));
}
