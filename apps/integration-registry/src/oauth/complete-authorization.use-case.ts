import { type CompleteAuthorizationRequest, DomainError } from '@countersign/contracts';
import { Injectable, Logger } from '@nestjs/common';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import { VerifyIntegration } from '../integrations/verify-integration.use-case.js';
import { readState } from './authorization-state.js';
import { checkAnswer } from './check-answer.js';
import type { Grant } from './grant.js';
import { GrantKeeper } from './grant-keeper.repository.js';
import { PendingStore } from './pending-store.repository.js';
import { TokenEndpointClient } from './token-endpoint.client.js';

/** A person's browser came back: gets the tokens, keeps them, and looks at the server with them. */
@Injectable()
export class CompleteAuthorization {
  private readonly logger = new Logger(CompleteAuthorization.name);

  constructor(
    private readonly pendings: PendingStore,
    private readonly endpoint: TokenEndpointClient,
    private readonly keeper: GrantKeeper,
    private readonly verification: VerifyIntegration,
  ) {}

  /**
   * That the server then fails is an outcome, which the integration shows.
   *
   * @throws OAuthError, EgressRefusedError; IntegrationChangedError when it is no longer what was authorized;
   * IntegrationNotFoundError
   */
  async execute(request: CompleteAuthorizationRequest): Promise<IntegrationRef> {
    const { workspaceId, state, sessionBinding, actor } = request;
    const returned = await this.pendings.take(workspaceId, readState(state, workspaceId), sessionBinding);
    const { server, client, resource, redirectUri, codeVerifier, scopes } = returned.pending;
    const checked = checkAnswer(server, client.clientId, request);
    const tokens = await this.endpoint.exchangeCode(
      { server, client, resource },
      { checked, redirectUri, codeVerifier },
    );
    const { accessToken, refreshToken } = tokens;
    const granted = tokens.scopes ?? scopes;
    const grant: Grant = { kind: 'oauth2', server, client, resource, accessToken, refreshToken, scopes: granted };
    await this.keeper.keep(returned, { grant, tokens, actor });
    const ref = { workspaceId, integrationId: returned.integrationId };
    await this.look(ref);
    return ref;
  }

  /** The grant is kept by now: that nobody could be asked with it is an outcome as well, and no reason to say it failed. */
  private async look(ref: IntegrationRef): Promise<void> {
    await this.verification.execute(ref, 'authorize').catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      this.logger.warn('an authorized server was not asked', { ...ref, code: error.code });
    });
  }
}
