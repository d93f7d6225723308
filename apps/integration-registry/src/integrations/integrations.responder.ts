import {
  getIntegration,
  type IntegrationPage,
  IntegrationRequest,
  type IntegrationView,
  listIntegrations,
  ListIntegrationsRequest,
  PAGE_SIZE_MAX,
} from '@countersign/contracts';
import { Responder, Responds } from '@countersign/messaging';
import { readCursor, toCursor } from '../paging/cursor.js';
import { toPage } from '../paging/page.js';
import { IntegrationViews } from './integration-views.repository.js';

@Responder()
export class IntegrationsResponder {
  constructor(private readonly views: IntegrationViews) {}

  @Responds(getIntegration)
  async get(request: IntegrationRequest): Promise<IntegrationView> {
    return this.views.read(request);
  }

  @Responds(listIntegrations)
  async list({ workspaceId, cursor, limit: asked }: ListIntegrationsRequest): Promise<IntegrationPage> {
    const limit = asked || PAGE_SIZE_MAX;
    const afterId = cursor ? readCursor(cursor, ['uuid'])[0] : null;
    const views = await this.views.listAfter(workspaceId, afterId, limit + 1);
    return toPage(views, limit, (last) => toCursor([last.id]));
  }
}
