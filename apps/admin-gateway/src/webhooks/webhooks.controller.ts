import { Controller, Delete, Get, Headers, HttpCode, Patch, Post, Res } from '@nestjs/common';
import {
  CreatedWebhook,
  createWebhook,
  DomainError,
  listWebhooks,
  removeWebhook,
  updateWebhook,
  WebhookList,
  WebhookView,
} from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import type { Response } from 'express';
import { CurrentPrincipal, CurrentWriter, RequiresScope } from '../access/access.guard.js';
import type { Principal, Writer } from '../access/principal.js';
import { CLIENT_HEADER } from '../access/way-of.js';
import { tagged, toEntityTag, toVersionCondition } from '../http/entity-tag.js';
import { IdParam, JsonBody } from '../http/input.dto.js';
import { Answers, AnswersNothing, Explained, TakesHeader } from '../http/output.dto.js';
import { NotReplayed } from '../idempotency/idempotency.interceptor.js';
import { CreateWebhookBody, UpdateWebhookBody } from './webhook.dto.js';

const SECRET_RULES = '`secret` is in this answer and in no later one; it is null where it stays as it was.';
const UPDATE_RULES =
  'A field that is absent or null stays as it is. `rotateSecret` makes a new secret. With `If-Match`, the ETag that was seen, ' +
  `nothing is changed when somebody has changed it since. ${SECRET_RULES}`;
const REMOVE_RULES = 'With `If-Match`, the ETag that was seen, it stays when somebody has changed it since.';

@Controller('api/v1/workspaces/:workspaceId/webhooks')
export class WebhooksController {
  constructor(private readonly requests: RequestClient) {}

  @Post()
  @RequiresScope('workspace:admin')
  @TakesHeader(CLIENT_HEADER)
  @NotReplayed()
  @Explained(SECRET_RULES)
  @Answers(CreatedWebhook)
  async create(
    @CurrentWriter() writer: Writer,
    @JsonBody(CreateWebhookBody) body: CreateWebhookBody,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CreatedWebhook> {
    return taggedAsShown(response, await this.requests.ask(createWebhook, { ...body, ...writer }));
  }

  @Get()
  @RequiresScope('workspace:admin')
  @Answers(WebhookList)
  list(@CurrentPrincipal() { workspaceId }: Principal): Promise<WebhookList> {
    return this.requests.ask(listWebhooks, { workspaceId });
  }

  @Get(':webhookId')
  @RequiresScope('workspace:admin')
  @Answers(WebhookView)
  async get(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('webhookId', 'webhook') webhookId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WebhookView> {
    // A workspace has some dozens at most: the list of them is one short answer.
    const { items } = await this.requests.ask(listWebhooks, { workspaceId });
    const webhook = items.find(({ id }) => id === webhookId);
    if (!webhook) throw new DomainError('webhook.not_found', `There is no webhook ${webhookId}.`);
    return tagged(response, webhook, webhook.version);
  }

  @Patch(':webhookId')
  @RequiresScope('workspace:admin')
  @TakesHeader('If-Match', CLIENT_HEADER)
  @NotReplayed()
  @Explained(UPDATE_RULES)
  @Answers(CreatedWebhook)
  async update(
    @CurrentWriter() writer: Writer,
    @IdParam('webhookId', 'webhook') webhookId: string,
    @JsonBody(UpdateWebhookBody) body: UpdateWebhookBody,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CreatedWebhook> {
    const change = { ...body, ...toVersionCondition(ifMatch), ...writer, webhookId };
    return taggedAsShown(response, await this.requests.ask(updateWebhook, change));
  }

  @Delete(':webhookId')
  @HttpCode(204)
  @RequiresScope('workspace:admin')
  @TakesHeader('If-Match', CLIENT_HEADER)
  @Explained(REMOVE_RULES)
  @AnswersNothing()
  async remove(
    @CurrentWriter() writer: Writer,
    @IdParam('webhookId', 'webhook') webhookId: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.requests.ask(removeWebhook, { ...toVersionCondition(ifMatch), ...writer, webhookId });
  }
}

/** A tag is no place for what a secret does to it. */
function taggedAsShown(response: Response, webhook: CreatedWebhook): CreatedWebhook {
  response.setHeader('etag', toEntityTag(webhook.version, { ...webhook, secret: null }));
  return webhook;
}
