import { IsBoolean } from 'class-validator';
import {
  Count,
  Id,
  ListOf,
  NestedList,
  NonEmptyText,
  Nullable,
  OneOf,
  Optional,
  Text,
  Time,
  WebUrl,
} from '../fields.js';
import { PageRequest, WorkspaceRequest, WriteRequest } from '../principal.js';

export const WEBHOOK_EVENTS = [
  'approval.requested',
  'approval.reminder',
  'approval.decided',
  'approval.expired',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];
/** `slack`: a message as incoming-webhook URLs of Slack and of those who imitate it take it. */
export const WEBHOOK_FORMATS = ['json', 'slack'] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];
export const DELIVERY_STATES = ['pending', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export class CreateWebhookRequest extends WriteRequest {
  @NonEmptyText(255) name!: string;
  @WebUrl() url!: string;
  @ListOf(WEBHOOK_EVENTS) events!: WebhookEvent[];
  @Optional() @OneOf(WEBHOOK_FORMATS) format?: WebhookFormat;
}

export class UpdateWebhookRequest extends WriteRequest {
  @Id() webhookId!: string;
  @Optional() @NonEmptyText(255) name?: string;
  @Optional() @WebUrl() url?: string;
  @Optional() @ListOf(WEBHOOK_EVENTS) events?: WebhookEvent[];
  @Optional() @OneOf(WEBHOOK_FORMATS) format?: WebhookFormat;
  @Optional() @IsBoolean() enabled?: boolean;
  /** A new signing secret, which only the answer to this shows. */
  @Optional() @IsBoolean() rotateSecret?: boolean;
  /** From `If-Match`. */
  @Optional() @Count() ifVersion?: number;
}

export class RemoveWebhookRequest extends WriteRequest {
  @Id() webhookId!: string;
  /** From `If-Match`. */
  @Optional() @Count() ifVersion?: number;
}

export class WebhookView {
  @Id() id!: string;
  @NonEmptyText(255) name!: string;
  /** Without path and query where the format is `slack`: there the URL is the secret. */
  @NonEmptyText(2_048) url!: string;
  @ListOf(WEBHOOK_EVENTS) events!: WebhookEvent[];
  @OneOf(WEBHOOK_FORMATS) format!: WebhookFormat;
  @IsBoolean() enabled!: boolean;
  /** Of its settings: moves with every change that a person makes of them, and is what its ETag begins with. */
  @Count() version!: number;
  @Nullable() @Time() lastDeliveredAt!: string | null;
  @Count() deadCount!: number;
  @Time() createdAt!: string;
}

/** `secret` is shown this once. */
export class CreatedWebhook extends WebhookView {
  @Nullable() @Text(128) secret!: string | null;
}

export class ListWebhooksRequest extends WorkspaceRequest {}

export class WebhookList {
  @NestedList(() => WebhookView, 100) items!: WebhookView[];
}

export class ListDeliveriesRequest extends PageRequest {
  @Id() webhookId!: string;
  @Optional() @OneOf(DELIVERY_STATES) state?: DeliveryState;
}

export class DeliveryView {
  @Id() id!: string;
  @OneOf(WEBHOOK_EVENTS) event!: WebhookEvent;
  @Id() approvalId!: string;
  @OneOf(DELIVERY_STATES) state!: DeliveryState;
  @Count() attempts!: number;
  @Time() createdAt!: string;
  @Nullable() @Time() nextAttemptAt!: string | null;
  @Nullable() @Time() deliveredAt!: string | null;
  /** Our own words, and the HTTP status; nothing that the receiver said. */
  @Nullable() @Text(500) lastError!: string | null;
}

export class DeliveryPage {
  @NestedList(() => DeliveryView, 200) items!: DeliveryView[];
  @Nullable() @Text(512) nextCursor!: string | null;
}

/** One, or every dead one of the webhook. */
export class ReplayDeliveriesRequest extends WriteRequest {
  @Id() webhookId!: string;
  @Optional() @Id() deliveryId?: string;
}

export class ReplayedDeliveries {
  @Count() replayed!: number;
}
