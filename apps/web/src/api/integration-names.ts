import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './api.js';

/** Enough for every select; the API gives no longer pages. */
const INTEGRATIONS_MAX = 200;

/** Id and slug of every integration, for selects and for saying which one it is. */
export const integrationNamesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['integrations', workspaceId, 'names'],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/mcp-integrations', {
          params: { path: { workspaceId }, query: { limit: INTEGRATIONS_MAX } },
          signal,
        }),
      ),
    select: ({ items }) => items.map(({ id, slug }) => ({ id, slug })),
  });
