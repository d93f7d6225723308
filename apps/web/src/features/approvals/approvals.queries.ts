import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { PAGED } from '../../api/pages.js';
import { furtherOn } from './approval.js';
import type { InboxFilter } from './inbox-filter.js';

/** Enough that nobody waits for the next page, few enough that the first is there at once. */
const PAGE_SIZE = 50;

export function approvalPages(workspaceId: string, { state, mine }: InboxFilter) {
  const filter = {
    details: true,
    ...(state !== 'all' && { state: state ?? ('pending' as const) }),
    ...(mine && { mine }),
  };
  return infiniteQueryOptions({
    queryKey: ['approvals', 'list', filter],
    ...PAGED,
    queryFn: ({ pageParam: cursor, signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/approvals', {
          params: { path: { workspaceId }, query: { ...filter, limit: PAGE_SIZE, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
  });
}

export function approvalQuery(workspaceId: string, approvalId: string) {
  return queryOptions({
    queryKey: ['approvals', 'details', approvalId],
    structuralSharing: furtherOn,
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/approvals/{approvalId}', {
          params: { path: { workspaceId, approvalId } },
          signal,
        }),
      ),
  });
}
