import type { components } from '@countersign/api-client';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import type { Range } from './spans.js';

export type CallStatistics = components['schemas']['CallStatistics'];
export type ToolStatistics = components['schemas']['ToolStatistics'];
export type ApprovalStatistics = components['schemas']['ApprovalStatistics'];

/** The live feed tells of calls every second: more often than this the sums are not made again. */
const FRESH_MS = 10_000;
const COMMON = { staleTime: FRESH_MS, refetchInterval: FRESH_MS, placeholderData: keepPreviousData } as const;

export const callStatisticsQuery = (workspaceId: string, range: Range) =>
  queryOptions({
    ...COMMON,
    queryKey: ['statistics', 'calls', workspaceId, range],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/statistics/calls', {
          params: { path: { workspaceId }, query: range },
          signal,
        }),
      ),
  });

export const toolStatisticsQuery = (workspaceId: string, { from, until }: Range) =>
  queryOptions({
    ...COMMON,
    queryKey: ['statistics', 'tools', workspaceId, from, until],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/statistics/tools', {
          params: { path: { workspaceId }, query: { from, until } },
          signal,
        }),
      ),
  });

export const approvalStatisticsQuery = (workspaceId: string, { from, until }: Range) =>
  queryOptions({
    ...COMMON,
    queryKey: ['statistics', 'approvals', workspaceId, from, until],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/statistics/approvals', {
          params: { path: { workspaceId }, query: { from, until } },
          signal,
        }),
      ),
  });
