import { Controller, Delete, Get, Headers, HttpCode, Patch, Post, Res } from '@nestjs/common';
import {
  getIntegration,
  IntegrationPage,
  IntegrationView,
  listIntegrations,
  registerIntegration,
  removeIntegration,
  updateIntegration,
  verifyIntegration,
} from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import type { Response } from 'express';
import { assertScope, CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { tagged, toVersionCondition } from '../http/entity-tag.js';
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers, AnswersNothing, Explained, TakesHeader } from '../http/output.dto.js';
import { PageQuery } from '../http/page.dto.js';
import { RegisterIntegrationBody, UpdateIntegrationBody } from './integration.dto.js';

/** What makes it another server, or somebody else at the same one. */
const MOVING = ['serverUrl', 'transport', 'auth', 'headers', 'oauth'] as const;
const UPDATE_RULES =
  'A field that is absent or null stays as it is. Another connection is tried first, and nothing is changed when it does not answer. ' +
  'With `If-Match`, the ETag that was seen, nothing is changed when somebody has changed its settings since; what is discovered ' +
  'meanwhile does not count.';
const REMOVE_RULES = 'With `If-Match`, the ETag that was seen, it stays when somebody has changed its settings since.';

@Controller('api/v1/workspaces/:workspaceId/mcp-integrations')
export class IntegrationsController {
  constructor(private readonly requests: RequestClient) {}

  @Post()
  @RequiresScope('integration:create')
  @Answers(IntegrationView)
  async register(
    @CurrentPrincipal() principal: Principal,
    @JsonBody(RegisterIntegrationBody) body: RegisterIntegrationBody,
    @Res({ passthrough: true }) response: Response,
  ): Promise<IntegrationView> {
    // The posture decides what its tools may do, as a policy does.
    if (body.posture !== undefined) assertScope(principal, 'policy:update');
    const { workspaceId, actor } = principal;
    const integration = await this.requests.ask(registerIntegration, { ...body, workspaceId, actor });
    return tagged(response, integration, integration.version);
  }

  @Get()
  @RequiresScope('integration:read')
  @Answers(IntegrationPage)
  list(@CurrentPrincipal() { workspaceId }: Principal, @QueryOf(PageQuery) page: PageQuery): Promise<IntegrationPage> {
    return this.requests.ask(listIntegrations, { ...page, workspaceId });
  }

  @Get(':integrationId')
  @RequiresScope('integration:read')
  @Answers(IntegrationView)
  async get(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('integrationId', 'integration') integrationId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<IntegrationView> {
    const integration = await this.requests.ask(getIntegration, { workspaceId, integrationId });
    return tagged(response, integration, integration.version);
  }

  @Patch(':integrationId')
  @RequiresScope('integration:update')
  @TakesHeader('If-Match')
  @Explained(UPDATE_RULES)
  @Answers(IntegrationView)
  async update(
    @CurrentPrincipal() principal: Principal,
    @IdParam('integrationId', 'integration') integrationId: string,
    @JsonBody(UpdateIntegrationBody) body: UpdateIntegrationBody,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<IntegrationView> {
    // Policies are kept by tool name: pointing them at another server is a decision about policy.
    if (MOVING.some((member) => body[member] !== undefined)) assertScope(principal, 'policy:update');
    const { workspaceId, actor } = principal;
    const change = { ...body, ...toVersionCondition(ifMatch), workspaceId, integrationId, actor };
    const integration = await this.requests.ask(updateIntegration, change);
    return tagged(response, integration, integration.version);
  }

  @Delete(':integrationId')
  @HttpCode(204)
  @RequiresScope('integration:delete')
  @TakesHeader('If-Match')
  @Explained(REMOVE_RULES)
  @AnswersNothing()
  async remove(
    @CurrentPrincipal() { workspaceId, actor }: Principal,
    @IdParam('integrationId', 'integration') integrationId: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.requests.ask(removeIntegration, { ...toVersionCondition(ifMatch), workspaceId, integrationId, actor });
  }

  @Post(':integrationId/verify')
  @HttpCode(200)
  @RequiresScope('integration:update')
  @Answers(IntegrationView)
  verify(
    @CurrentPrincipal() { workspaceId, actor }: Principal,
    @IdParam('integrationId', 'integration') integrationId: string,
  ): Promise<IntegrationView> {
    return this.requests.ask(verifyIntegration, { workspaceId, integrationId, actor });
  }
}
