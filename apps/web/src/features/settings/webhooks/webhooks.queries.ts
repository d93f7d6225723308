import type { components } from '@countersign/api-client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { PAGED } from '../../../api/pages.js';

export type Webhook = components['schemas']['WebhookView'];
export type Delivery = components['schemas']['DeliveryView'];
export type WebhookEvent = Webhook['events'][number];

export const webhooksQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['webhooks', workspaceId],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/workspaces/{workspaceId}/webhooks', { params: { path: { workspaceId } }, signal })),
  });

export const deliveriesQuery = (workspaceId: string, webhookId: string) =>
  infiniteQueryOptions({
    ...PAGED,
    queryKey: ['webhooks', workspaceId, webhookId, 'deliveries'],
    queryFn: ({ signal, pageParam: cursor }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/webhooks/{webhookId}/deliveries', {
          params: { path: { workspaceId, webhookId }, query: cursor === undefined ? {} : { cursor } },
          signal,
        }),
      ),
  });
