import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { readAllPages } from '../../api/pages.js';
import { useSession } from '../../session/session.js';
import { useWorkspacePath } from '../../session/workspace-path.js';

/** Of a list of choices, before more has to be typed: a longer one is slow to open, and nobody reads it. */
export const CHOICES_SHOWN_MAX = 200;

/** Which integrations there are, all of them: for selects, and for saying which one it is. */
export function useIntegrationNames() {
  const path = useWorkspacePath();
  const { can } = useSession();
  return useQuery({
    queryKey: ['integrations', 'names'],
    enabled: can('integration:read'),
    queryFn: async ({ signal }) => {
      const all = await readAllPages((query) =>
        answerOf(api.GET('/api/v1/workspaces/{workspaceId}/mcp-integrations', { params: { path, query }, signal })),
      );
      return all
        .map(({ id, slug, displayName }) => ({ id, slug, name: displayName || slug }))
        .sort((one, other) => one.slug.localeCompare(other.slug));
    },
  });
}
