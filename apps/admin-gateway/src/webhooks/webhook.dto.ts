import {
  CreateWebhookRequest,
  ListDeliveriesRequest,
  ReplayDeliveriesRequest,
  UpdateWebhookRequest,
} from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';

export class CreateWebhookBody extends PickType(CreateWebhookRequest, ['name', 'url', 'events', 'format'] as const) {}

export class UpdateWebhookBody extends PickType(UpdateWebhookRequest, [
  'name',
  'url',
  'events',
  'format',
  'enabled',
  'rotateSecret',
] as const) {}

export class ListDeliveriesQuery extends PickType(ListDeliveriesRequest, ['cursor', 'limit', 'state'] as const) {}

export class ReplayBody extends PickType(ReplayDeliveriesRequest, ['deliveryId'] as const) {}
