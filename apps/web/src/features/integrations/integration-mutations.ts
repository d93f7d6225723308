import type { components } from '@countersign/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { useWorkspacePath } from '../../session/workspace-path.js';
import { notifyDone, notifyFailed } from '../../ui/notify.js';
import { isOvertaken, OVERTAKEN } from '../../ui/overtaken.js';

type Schemas = components['schemas'];

export function useTestIntegration() {
  const workspace = useWorkspacePath();
  return useMutation({
    mutationFn: (body: Schemas['TestIntegrationBody']) =>
      answerOf(
        api.POST('/api/v1/workspaces/{workspaceId}/mcp-integrations/test', { params: { path: workspace }, body }),
      ),
  });
}

export function useRegisterIntegration(onDone: (added: Schemas['IntegrationView']) => void) {
  const workspace = useWorkspacePath();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['RegisterIntegrationBody']) =>
      answerOf(api.POST('/api/v1/workspaces/{workspaceId}/mcp-integrations', { params: { path: workspace }, body })),
    onSuccess: (added) => {
      queryClient.setQueryData(['integrations', added.id], added);
      void queryClient.invalidateQueries({ queryKey: ['integrations', 'list'] });
      onDone(added);
    },
  });
}

/** The integration as it was when the change was begun: nobody else's change since then is overwritten. */
export function useUpdateIntegration({ id: integrationId, version }: Schemas['IntegrationView'], onDone: () => void) {
  const workspace = useWorkspacePath();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['UpdateIntegrationBody']) =>
      answerOf(
        api.PATCH('/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}', {
          params: { path: { ...workspace, integrationId }, header: { 'If-Match': `"${version}"` } },
          body,
        }),
      ),
    onError: (error) => {
      if (isOvertaken(error)) void queryClient.invalidateQueries({ queryKey: ['integrations'] });
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['integrations'] });
      void queryClient.invalidateQueries({ queryKey: ['tools', integrationId] });
      notifyDone('The settings are saved.');
      onDone();
    },
  });
}

export function useRemoveIntegration(integrationId: string, onDone: () => void) {
  const workspace = useWorkspacePath();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answerOf(
        api.DELETE('/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}', {
          params: { path: { ...workspace, integrationId } },
        }),
      ),
    onSuccess: () => {
      onDone();
      void queryClient.invalidateQueries({ queryKey: ['integrations', 'list'] });
    },
  });
}

export function useVerify(integrationId: string) {
  const workspace = useWorkspacePath();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/verify', {
          params: { path: { ...workspace, integrationId } },
        }),
      ),
    onSuccess: ({ lastAttempt, toolCount }) => {
      if (lastAttempt?.succeeded === false) {
        return notifyFailed('The server could not be verified', new Error(lastAttempt.message ?? 'It gave no reason.'));
      }
      notifyDone(`Verified: it lists ${toolCount} ${toolCount === 1 ? 'tool' : 'tools'}.`);
    },
    onError: (error) => notifyFailed('The server could not be verified', error),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['tools', integrationId] });
      return queryClient.invalidateQueries({ queryKey: ['integrations'] });
    },
  });
}

export function useEndAuthorization(integrationId: string) {
  const workspace = useWorkspacePath();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answerOf(
        api.DELETE('/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/oauth', {
          params: { path: { ...workspace, integrationId } },
        }),
      ),
    onSuccess: () => notifyDone('Its authorization is ended.'),
    onError: (error) => notifyFailed('The authorization was not ended', error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['integrations'] }),
  });
}

export function useUpdateIntegrationPolicy(integrationId: string) {
  const workspace = useWorkspacePath();
  const queryClient = useQueryClient();
  const queryKey = ['integrations', integrationId, 'policy'];
  return useMutation({
    // One after the other, so that each is made on top of the one before, and none is refused because of it.
    scope: { id: queryKey.join(':') },
    mutationFn: (body: Schemas['UpdateIntegrationPolicyBody']) => {
      const seen = queryClient.getQueryData<Schemas['IntegrationPolicyView']>(queryKey);
      const header = seen ? { 'If-Match': `"${seen.revision}"` } : {};
      return answerOf(
        api.PATCH('/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/policy', {
          params: { path: { ...workspace, integrationId }, header },
          body,
        }),
      );
    },
    onSuccess: (policy) => {
      queryClient.setQueryData(queryKey, policy);
      void queryClient.invalidateQueries({ queryKey: ['tools', integrationId] });
    },
    onError: (error) => {
      notifyFailed(
        'The policy was not changed',
        isOvertaken(error) ? new Error(`${OVERTAKEN} Look at it again.`) : error,
      );
      return queryClient.invalidateQueries({ queryKey });
    },
  });
}
