import {
  getIntegrationPolicy,
  IntegrationPolicyRequest,
  type IntegrationPolicyView,
  updateIntegrationPolicy,
  UpdateIntegrationPolicyRequest,
} from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { WorkspaceRevisionRepository } from '../revisions/workspace-revision.repository.js';
import { toIntegrationPolicyView } from './integration-policy.view.js';
import { IntegrationRepository } from './integration.repository.js';
import { UpdateIntegrationPolicy } from './update-integration-policy.use-case.js';

@Responder()
export class IntegrationsResponder {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly revisions: WorkspaceRevisionRepository,
    private readonly update: UpdateIntegrationPolicy,
  ) {}

  @Responds(getIntegrationPolicy)
  async get(request: IntegrationPolicyRequest): Promise<IntegrationPolicyView> {
    return this.database.read(request.workspaceId, async (tx) => {
      const integration = await this.integrations.get(tx, request);
      return toIntegrationPolicyView(integration, await this.revisions.current(tx, request.workspaceId));
    });
  }

  @Responds(updateIntegrationPolicy)
  async updatePolicy(request: UpdateIntegrationPolicyRequest): Promise<IntegrationPolicyView> {
    return this.update.execute(request);
  }
}
