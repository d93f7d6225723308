import type { components } from '@countersign/api-client';
import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { readAllPages } from '../../../api/pages.js';

export type ApproverGroup = components['schemas']['GroupView'];

export const groupsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['groups', workspaceId],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/approver-groups', { params: { path: { workspaceId } }, signal }),
      ),
  });

export const groupQuery = (workspaceId: string, groupId: string) =>
  queryOptions({
    queryKey: ['groups', workspaceId, groupId],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/approver-groups/{groupId}', {
          params: { path: { workspaceId, groupId } },
          signal,
        }),
      ),
  });

/** People whom a group can have. */
export const peopleQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['members', workspaceId, 'people'],
    queryFn: ({ signal }) =>
      readAllPages((query) =>
        answerOf(
          api.GET('/api/v1/workspaces/{workspaceId}/members', { params: { path: { workspaceId }, query }, signal }),
        ),
      ),
  });
