import {
  type CreatedWebhook,
  createWebhook,
  CreateWebhookRequest,
  Done,
  listWebhooks,
  ListWebhooksRequest,
  removeWebhook,
  updateWebhook,
  UpdateWebhookRequest,
  RemoveWebhookRequest,
  type WebhookList,
} from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { CreateWebhook } from './create-webhook.use-case.js';
import { RemoveWebhook } from './remove-webhook.use-case.js';
import { UpdateWebhook } from './update-webhook.use-case.js';
import { WebhookRepository } from './webhook.repository.js';
import { toWebhookView } from './webhook.view.js';

@Responder()
export class WebhooksResponder {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhookRepository,
    private readonly creating: CreateWebhook,
    private readonly updating: UpdateWebhook,
    private readonly removing: RemoveWebhook,
  ) {}

  @Responds(createWebhook)
  async create(request: CreateWebhookRequest): Promise<CreatedWebhook> {
    return this.creating.execute(request);
  }

  @Responds(updateWebhook)
  async update(request: UpdateWebhookRequest): Promise<CreatedWebhook> {
    return this.updating.execute(request);
  }

  @Responds(removeWebhook)
  async remove(request: RemoveWebhookRequest): Promise<Done> {
    await this.removing.execute(request);
    return new Done();
  }

  @Responds(listWebhooks)
  async list({ workspaceId }: ListWebhooksRequest): Promise<WebhookList> {
    const records = await this.database.read(workspaceId, (tx) => this.webhooks.list(tx, workspaceId));
    return { items: records.map(toWebhookView) };
  }
}
