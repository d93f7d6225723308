import { Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
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
import { assertScope, CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers, AnswersNothing } from '../http/output.dto.js';
import { PageQuery } from '../http/page.dto.js';
import { RegisterIntegrationBody, UpdateIntegrationBody } from './integration.dto.js';

/** What makes it another server, or somebody else at the same one. */
const MOVING = ['serverUrl', 'transport', 'auth', 'headers', 'oauth'] as const;

@Controller('api/v1/workspaces/:workspaceId/mcp-integrations')
export class IntegrationsController {
  constructor(private readonly requests: RequestClient) {}

  @Post()
  @RequiresScope('integration:create')
  @Answers(IntegrationView)
  register(
    @CurrentPrincipal() principal: Principal,
    @JsonBody(RegisterIntegrationBody) body: RegisterIntegrationBody,
  ): Promise<IntegrationView> {
    // The posture decides what its tools may do, as a policy does.
    if (body.posture !== undefined) assertScope(principal, 'policy:update');
    const { workspaceId, actor } = principal;
    return this.requests.ask(registerIntegration, { ...body, workspaceId, actor });
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
  get(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('integrationId', 'integration') integrationId: string,
  ): Promise<IntegrationView> {
    return this.requests.ask(getIntegration, { workspaceId, integrationId });
  }

  @Patch(':integrationId')
  @RequiresScope('integration:update')
  @Answers(IntegrationView)
  update(
    @CurrentPrincipal() principal: Principal,
    @IdParam('integrationId', 'integration') integrationId: string,
    @JsonBody(UpdateIntegrationBody) body: UpdateIntegrationBody,
  ): Promise<IntegrationView> {
    // Policies are kept by tool name: pointing them at another server is a decision about policy.
    if (MOVING.some((member) => body[member] !== undefined)) assertScope(principal, 'policy:update');
    const { workspaceId, actor } = principal;
    return this.requests.ask(updateIntegration, { ...body, workspaceId, integrationId, actor });
  }

  @Delete(':integrationId')
  @HttpCode(204)
  @RequiresScope('integration:delete')
  @AnswersNothing()
  async remove(
    @CurrentPrincipal() { workspaceId, actor }: Principal,
    @IdParam('integrationId', 'integration') integrationId: string,
  ): Promise<void> {
    await this.requests.ask(removeIntegration, { workspaceId, integrationId, actor });
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
