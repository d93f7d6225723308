import { Controller, Delete, HttpCode, Inject, Post } from '@nestjs/common';
import { endAuthorization, getIntegration, IntegrationView, startAuthorization } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { assertScope, CurrentIdentity, CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Identity, Principal } from '../access/principal.js';
import { CONFIG, type Config } from '../config.js';
import { IdParam } from '../http/input.dto.js';
import { Answers } from '../http/output.dto.js';
import { NotReplayed } from '../idempotency/idempotency.interceptor.js';
import { AuthorizationStartView } from './oauth.dto.js';
import { UnusableAuthorizationUrlError } from './oauth.errors.js';
import { callbackUrl, clientMetadataUrl, isWebUrl, startUrl } from './oauth-urls.js';

/** Credentials of an integration are a decision about policy, as they are where they are headers. */
@Controller('api/v1/workspaces/:workspaceId/mcp-integrations/:integrationId/oauth')
export class IntegrationOAuthController {
  constructor(
    private readonly requests: RequestClient,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('authorize')
  @HttpCode(200)
  @RequiresScope('integration:update')
  // Each is good for one try, in the browser that asked.
  @NotReplayed()
  @Answers(AuthorizationStartView)
  authorize(
    @CurrentPrincipal() principal: Principal,
    @CurrentIdentity() { sessionBinding }: Identity,
    @IdParam('integrationId', 'integration') integrationId: string,
  ): Promise<AuthorizationStartView> {
    assertScope(principal, 'policy:update');
    if (sessionBinding === null) return this.sendToBrowser(principal, integrationId);
    return this.start(principal, integrationId, sessionBinding);
  }

  @Delete()
  @RequiresScope('integration:update')
  @Answers(IntegrationView)
  end(
    @CurrentPrincipal() principal: Principal,
    @IdParam('integrationId', 'integration') integrationId: string,
  ): Promise<IntegrationView> {
    assertScope(principal, 'policy:update');
    const { workspaceId, actor } = principal;
    return this.requests.ask(endAuthorization, { workspaceId, integrationId, actor });
  }

  /** A token is no browser: nothing is started before a person has signed in, in the one that will come back. */
  private async sendToBrowser({ workspaceId }: Principal, integrationId: string): Promise<AuthorizationStartView> {
    await this.requests.ask(getIntegration, { workspaceId, integrationId });
    const { publicUrl } = this.config.http;
    return { authorizationUrl: startUrl(publicUrl, workspaceId, integrationId), expiresAt: null };
  }

  private async start(
    { workspaceId, actor }: Principal,
    integrationId: string,
    sessionBinding: string,
  ): Promise<AuthorizationStartView> {
    const { publicUrl } = this.config.http;
    // Over http nobody else could fetch the document, nor believe it.
    const isFetchable = publicUrl.protocol === 'https:';
    const started = await this.requests.ask(startAuthorization, {
      workspaceId,
      integrationId,
      actor,
      sessionBinding,
      redirectUri: callbackUrl(publicUrl),
      ...(isFetchable && { clientMetadataUrl: clientMetadataUrl(publicUrl) }),
    });
    if (!isWebUrl(started.authorizationUrl)) throw new UnusableAuthorizationUrlError();
    return started;
  }
}
