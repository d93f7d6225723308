import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import {
  DeliveryPage,
  listWebhookDeliveries,
  ReplayedDeliveries,
  replayWebhookDeliveries,
} from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { CurrentPrincipal, CurrentWriter, RequiresScope } from '../access/access.guard.js';
import type { Principal, Writer } from '../access/principal.js';
import { CLIENT_HEADER } from '../access/way-of.js';
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers, Explained, TakesHeader } from '../http/output.dto.js';
import { ListDeliveriesQuery, ReplayBody } from './webhook.dto.js';

@Controller('api/v1/workspaces/:workspaceId/webhooks/:webhookId')
export class WebhookDeliveriesController {
  constructor(private readonly requests: RequestClient) {}

  @Get('deliveries')
  @RequiresScope('workspace:admin')
  @Answers(DeliveryPage)
  list(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('webhookId', 'webhook') webhookId: string,
    @QueryOf(ListDeliveriesQuery) query: ListDeliveriesQuery,
  ): Promise<DeliveryPage> {
    return this.requests.ask(listWebhookDeliveries, { ...query, workspaceId, webhookId });
  }

  @Post('replay')
  @HttpCode(200)
  @RequiresScope('workspace:admin')
  @TakesHeader(CLIENT_HEADER)
  @Explained('Sends one delivery again, or without `deliveryId` every dead one.')
  @Answers(ReplayedDeliveries)
  replay(
    @CurrentWriter() writer: Writer,
    @IdParam('webhookId', 'webhook') webhookId: string,
    @JsonBody(ReplayBody) body: ReplayBody,
  ): Promise<ReplayedDeliveries> {
    return this.requests.ask(replayWebhookDeliveries, { ...body, ...writer, webhookId });
  }
}
