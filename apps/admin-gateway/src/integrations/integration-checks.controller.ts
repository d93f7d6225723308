import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import {
  DiscoveryAttemptPage,
  IntegrationTestResult,
  listDiscoveryAttempts,
  listToolChanges,
  testIntegration,
  ToolChangePage,
} from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { assertScope, CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers } from '../http/output.dto.js';
import { PageQuery } from '../http/page.dto.js';
import { ListToolChangesQuery, TestIntegrationBody } from './integration.dto.js';

/** How a server would answer, how it did, and what became of its tools. */
@Controller('api/v1/workspaces/:workspaceId/mcp-integrations')
export class IntegrationChecksController {
  constructor(private readonly requests: RequestClient) {}

  @Post('test')
  @HttpCode(200)
  @RequiresScope('integration:create')
  @Answers(IntegrationTestResult)
  test(
    @CurrentPrincipal() principal: Principal,
    @JsonBody(TestIntegrationBody) body: TestIntegrationBody,
  ): Promise<IntegrationTestResult> {
    // It would use the stored credentials, over another transport for one, as the change itself would.
    if (body.integrationId !== undefined) {
      assertScope(principal, 'integration:update');
      assertScope(principal, 'policy:update');
    }
    const { workspaceId, actor } = principal;
    return this.requests.ask(testIntegration, { ...body, workspaceId, actor });
  }

  @Get(':integrationId/checks')
  @RequiresScope('integration:read')
  @Answers(DiscoveryAttemptPage)
  checks(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('integrationId', 'integration') integrationId: string,
    @QueryOf(PageQuery) page: PageQuery,
  ): Promise<DiscoveryAttemptPage> {
    return this.requests.ask(listDiscoveryAttempts, { ...page, workspaceId, integrationId });
  }

  @Get(':integrationId/tool-changes')
  @RequiresScope('integration:read')
  @Answers(ToolChangePage)
  toolChanges(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('integrationId', 'integration') integrationId: string,
    @QueryOf(ListToolChangesQuery) query: ListToolChangesQuery,
  ): Promise<ToolChangePage> {
    return this.requests.ask(listToolChanges, { ...query, workspaceId, integrationId });
  }
}
