import type { components } from '@countersign/api-client';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { PAGED } from '../../api/pages.js';
import type { AuditSearch } from './audit.routes.js';

export type AuditEntry = components['schemas']['AuditEntryView'];

const PAGE_SIZE = 100;

export const auditQuery = (workspaceId: string, search: AuditSearch) =>
  infiniteQueryOptions({
    ...PAGED,
    queryKey: ['audit', workspaceId, search],
    queryFn: ({ signal, pageParam: cursor }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/audit', {
          params: {
            path: { workspaceId },
            query: { ...search, limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
          },
          signal,
        }),
      ),
  });
