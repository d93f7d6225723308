import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { readAllPages } from '../../api/pages.js';
import { useWorkspacePath } from '../../session/workspace-path.js';

/** Their raw names, by which an agent is told what it may use. */
export function useToolsToChoose(integrationId: string | null) {
  const workspace = useWorkspacePath();
  return useQuery({
    queryKey: ['tools', 'to-choose', integrationId],
    enabled: integrationId !== null,
    queryFn: async ({ signal }) => {
      const path = { ...workspace, integrationId: integrationId ?? '' };
      const all = await readAllPages((query) =>
        answerOf(
          api.GET('/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/tools', {
            params: { path, query },
            signal,
          }),
        ),
      );
      return all.map(({ name, description, verdict, status }) => ({ name, description, verdict, status }));
    },
  });
}

export type ToolToChoose = NonNullable<ReturnType<typeof useToolsToChoose>['data']>[number];
