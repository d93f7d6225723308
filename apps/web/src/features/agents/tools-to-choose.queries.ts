import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { useSession } from '../../session/session.js';
import { useWorkspacePath } from '../../session/workspace-path.js';

/** Pages that are read to the end: an integration has thousands of tools at most. */
const PAGES_MAX = 50;

export function useIntegrationNames() {
  const path = useWorkspacePath();
  const { can } = useSession();
  return useQuery({
    queryKey: ['integrations', 'names'],
    enabled: can('integration:read'),
    queryFn: async ({ signal }) => {
      const pages = await allPages((cursor) =>
        answerOf(
          api.GET('/api/v1/workspaces/{workspaceId}/mcp-integrations', {
            params: { path, query: { ...(cursor !== undefined && { cursor }) } },
            signal,
          }),
        ),
      );
      return pages.map(({ id, slug, displayName }) => ({ id, slug, name: displayName || slug }));
    },
  });
}

/** Their raw names, by which an agent is told what it may use. */
export function useToolsToChoose(integrationId: string | null) {
  const path = useWorkspacePath();
  return useQuery({
    queryKey: ['tools', 'to-choose', integrationId],
    enabled: integrationId !== null,
    queryFn: async ({ signal }) => {
      const pages = await allPages((cursor) =>
        answerOf(
          api.GET('/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/tools', {
            params: {
              path: { ...path, integrationId: integrationId ?? '' },
              query: { ...(cursor !== undefined && { cursor }) },
            },
            signal,
          }),
        ),
      );
      return pages.map(({ name, description, verdict, status }) => ({ name, description, verdict, status }));
    },
  });
}

export type ToolToChoose = NonNullable<ReturnType<typeof useToolsToChoose>['data']>[number];

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

async function allPages<Item>(read: (cursor: string | undefined) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { items: more, nextCursor } = await read(cursor);
    items.push(...more);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return items;
}
