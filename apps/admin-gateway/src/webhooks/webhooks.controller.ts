import { Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import {
  CreatedWebhook,
  createWebhook,
  listWebhooks,
  removeWebhook,
  updateWebhook,
  WebhookList,
} from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { CurrentPrincipal, CurrentWriter, RequiresScope } from '../access/access.guard.js';
import type { Principal, Writer } from '../access/principal.js';
import { CLIENT_HEADER } from '../access/way-of.js';
import { IdParam, JsonBody } from '../http/input.dto.js';
import { Answers, AnswersNothing, Explained, TakesHeader } from '../http/output.dto.js';
import { NotReplayed } from '../idempotency/idempotency.interceptor.js';
import { CreateWebhookBody, UpdateWebhookBody } from './webhook.dto.js';

const SECRET_RULES = '`secret` is in this answer and in no later one; it is null where it stays as it was.';

@Controller('api/v1/workspaces/:workspaceId/webhooks')
export class WebhooksController {
  constructor(private readonly requests: RequestClient) {}

  @Post()
  @RequiresScope('workspace:admin')
  @TakesHeader(CLIENT_HEADER)
  @NotReplayed()
  @Explained(SECRET_RULES)
  @Answers(CreatedWebhook)
  create(
    @CurrentWriter() writer: Writer,
    @JsonBody(CreateWebhookBody) body: CreateWebhookBody,
  ): Promise<CreatedWebhook> {
    return this.requests.ask(createWebhook, { ...body, ...writer });
  }

  @Get()
  @RequiresScope('workspace:admin')
  @Answers(WebhookList)
  list(@CurrentPrincipal() { workspaceId }: Principal): Promise<WebhookList> {
    return this.requests.ask(listWebhooks, { workspaceId });
  }

  @Patch(':webhookId')
  @RequiresScope('workspace:admin')
  @TakesHeader(CLIENT_HEADER)
  @NotReplayed()
  @Explained(SECRET_RULES)
  @Answers(CreatedWebhook)
  update(
    @CurrentWriter() writer: Writer,
    @IdParam('webhookId', 'webhook') webhookId: string,
    @JsonBody(UpdateWebhookBody) body: UpdateWebhookBody,
  ): Promise<CreatedWebhook> {
    return this.requests.ask(updateWebhook, { ...body, ...writer, webhookId });
  }

  @Delete(':webhookId')
  @HttpCode(204)
  @RequiresScope('workspace:admin')
  @TakesHeader(CLIENT_HEADER)
  @AnswersNothing()
  async remove(@CurrentWriter() writer: Writer, @IdParam('webhookId', 'webhook') webhookId: string): Promise<void> {
    await this.requests.ask(removeWebhook, { ...writer, webhookId });
  }
}
