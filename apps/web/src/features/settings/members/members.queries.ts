import type { components } from '@countersign/api-client';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { PAGED } from '../../../api/pages.js';

export type Member = components['schemas']['MemberView'];
export type Role = Member['role'];

export const ROLES = [
  { value: 'viewer', label: 'Viewer: reads' },
  { value: 'approver', label: 'Approver: reads and decides' },
  { value: 'editor', label: 'Editor: changes what may be called' },
  { value: 'admin', label: 'Admin: everything' },
] as const satisfies readonly { value: Role; label: string }[];

export const membersQuery = (workspaceId: string) =>
  infiniteQueryOptions({
    ...PAGED,
    queryKey: ['members', workspaceId],
    queryFn: ({ signal, pageParam: cursor }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/members', {
          params: { path: { workspaceId }, query: cursor === undefined ? {} : { cursor } },
          signal,
        }),
      ),
  });

export const invitationsQuery = (workspaceId: string) =>
  infiniteQueryOptions({
    ...PAGED,
    queryKey: ['invitations', workspaceId],
    queryFn: ({ signal, pageParam: cursor }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/invitations', {
          params: { path: { workspaceId }, query: cursor === undefined ? {} : { cursor } },
          signal,
        }),
      ),
  });
