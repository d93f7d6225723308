import type { components } from '@countersign/api-client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { PAGED } from '../../../api/pages.js';

export type Token = components['schemas']['TokenView'];
export type CreatedToken = components['schemas']['CreatedTokenView'];
export type NewToken = components['schemas']['CreateTokenBody'];

export const tokensQuery = (workspaceId: string) =>
  infiniteQueryOptions({
    ...PAGED,
    queryKey: ['tokens', workspaceId],
    queryFn: ({ signal, pageParam: cursor }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/tokens', {
          params: { path: { workspaceId }, query: cursor === undefined ? {} : { cursor } },
          signal,
        }),
      ),
  });

/** What MCP clients are configured with, and more about the workspace itself. */
export const workspaceQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['workspace', workspaceId],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/workspaces/{workspaceId}', { params: { path: { workspaceId } }, signal })),
  });
