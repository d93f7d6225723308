import {
  getIntegrationPolicy,
  IntegrationPolicyRequest,
  type IntegrationPolicyView,
  updateIntegrationPolicy,
  UpdateIntegrationPolicyRequest,
} from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { toIntegrationPolicyView } from './integration-policy.view.js';
import { IntegrationRepository } from './integration.repository.js';
import { UpdateIntegrationPolicy } from './update-integration-policy.use-case.js';

@Responder()
export class IntegrationsResponder {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly update: UpdateIntegrationPolicy,
  ) {}

  @Responds(getIntegrationPolicy)
  async get(request: IntegrationPolicyRequest): Promise<IntegrationPolicyView> {
    return this.database.read(request.workspaceId, async (tx) => {
      return toIntegrationPolicyView(await this.integrations.get(tx, request));
    });
  }

  @Responds(updateIntegrationPolicy)
  async updatePolicy(request: UpdateIntegrationPolicyRequest): Promise<IntegrationPolicyView> {
    return this.update.execute(request);
  }
}
