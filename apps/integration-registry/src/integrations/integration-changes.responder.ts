import {
  Done,
  IntegrationActorRequest,
  type IntegrationView,
  registerIntegration,
  RegisterIntegrationRequest,
  removeIntegration,
  RemoveIntegrationRequest,
  updateIntegration,
  UpdateIntegrationRequest,
  verifyIntegration,
} from '@countersign/contracts';
import { Responder, Responds } from '@countersign/messaging';
import { IntegrationViews } from './integration-views.repository.js';
import { RegisterIntegration } from './register-integration.use-case.js';
import { RemoveIntegration } from './remove-integration.use-case.js';
import { UpdateIntegration } from './update-integration.use-case.js';
import { VerifyIntegration } from './verify-integration.use-case.js';

/** Everything that changes integrations; the answer is how it is now. */
@Responder()
export class IntegrationChangesResponder {
  constructor(
    private readonly registration: RegisterIntegration,
    private readonly changes: UpdateIntegration,
    private readonly removal: RemoveIntegration,
    private readonly verification: VerifyIntegration,
    private readonly views: IntegrationViews,
  ) {}

  @Responds(registerIntegration)
  async register(request: RegisterIntegrationRequest): Promise<IntegrationView> {
    return this.views.read(await this.registration.execute(request));
  }

  @Responds(updateIntegration)
  async update(request: UpdateIntegrationRequest): Promise<IntegrationView> {
    await this.changes.execute(request);
    return this.views.read(request);
  }

  @Responds(removeIntegration)
  async remove(request: RemoveIntegrationRequest): Promise<Done> {
    await this.removal.execute(request);
    return new Done();
  }

  @Responds(verifyIntegration)
  async verify(request: IntegrationActorRequest): Promise<IntegrationView> {
    await this.verification.execute(request, 'verify');
    return this.views.read(request);
  }
}
