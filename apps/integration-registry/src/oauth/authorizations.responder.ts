import {
  completeAuthorization,
  CompleteAuthorizationRequest,
  endAuthorization,
  IntegrationActorRequest,
  type IntegrationView,
  startAuthorization,
  StartAuthorizationRequest,
  type StartedAuthorization,
} from '@countersign/contracts';
import { Responder, Responds } from '@countersign/messaging';
import { IntegrationViews } from '../integrations/integration-views.repository.js';
import { CompleteAuthorization } from './complete-authorization.use-case.js';
import { EndAuthorization } from './end-authorization.use-case.js';
import { StartAuthorization } from './start-authorization.use-case.js';

/** A person authorizes an integration at its server, and takes that back. */
@Responder()
export class AuthorizationsResponder {
  constructor(
    private readonly beginning: StartAuthorization,
    private readonly completion: CompleteAuthorization,
    private readonly ending: EndAuthorization,
    private readonly views: IntegrationViews,
  ) {}

  @Responds(startAuthorization)
  async start(request: StartAuthorizationRequest): Promise<StartedAuthorization> {
    return this.beginning.execute(request);
  }

  @Responds(completeAuthorization)
  async complete(request: CompleteAuthorizationRequest): Promise<IntegrationView> {
    return this.views.read(await this.completion.execute(request));
  }

  @Responds(endAuthorization)
  async end(request: IntegrationActorRequest): Promise<IntegrationView> {
    await this.ending.execute(request);
    return this.views.read(request);
  }
}
