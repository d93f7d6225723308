import { Controller, Get, Headers, Patch, Res } from '@nestjs/common';
import {
  getIntegrationPolicy,
  IntegrationPolicyView,
  listTools,
  ToolPage,
  updateIntegrationPolicy,
  updateToolPolicies,
} from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import type { Response } from 'express';
import { CurrentPrincipal, CurrentWriter, RequiresScope } from '../access/access.guard.js';
import type { Principal, Writer } from '../access/principal.js';
import { CLIENT_HEADER } from '../access/way-of.js';
import { GroupDirectory } from '../approver-groups/group-directory.client.js';
import { tagged, toRevisionCondition } from '../http/entity-tag.js';
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers, Explained, TakesHeader } from '../http/output.dto.js';
import { PageQuery } from '../http/page.dto.js';
import { assertKnownGroups, groupsNamed } from './assert-known-groups.js';
import { ToolListClient } from './tool-list.client.js';
import { UpdateIntegrationPolicyBody, UpdateToolsBody } from './tool.dto.js';

const UPDATE_RULES =
  'All or nothing. A field that is absent or null stays as it is, inside `approval` too. `approverGroup` is the name of an ' +
  'approver group. An empty `approverGroup` takes the stored group away: everybody who may decide approvals may then decide these.';
const POLICY_RULES =
  'A field that is absent or null stays as it is. With `If-Match`, the ETag that was seen, nothing is changed when the policy, ' +
  'or the server that it is about, is another one by now.';

@Controller('api/v1/workspaces/:workspaceId/mcp-integrations/:integrationId')
export class ToolsController {
  constructor(
    private readonly requests: RequestClient,
    private readonly toolList: ToolListClient,
    private readonly groups: GroupDirectory,
  ) {}

  @Get('tools')
  @RequiresScope('integration:read')
  @Answers(ToolPage)
  async list(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('integrationId', 'integration') integrationId: string,
    @QueryOf(PageQuery) page: PageQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ToolPage> {
    const tools = await this.requests.ask(listTools, { ...page, workspaceId, integrationId });
    return tagged(response, tools, tools.revision);
  }

  @Patch('tools')
  @RequiresScope('policy:update')
  @TakesHeader('If-Match', CLIENT_HEADER)
  @Explained(UPDATE_RULES)
  @Answers(ToolPage)
  async update(
    @CurrentWriter() writer: Writer,
    @IdParam('integrationId', 'integration') integrationId: string,
    @JsonBody(UpdateToolsBody) body: UpdateToolsBody,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ToolPage> {
    const { workspaceId } = writer;
    assertKnownGroups(body.tools, await this.groups.known(workspaceId, groupsNamed(body.tools)));
    const condition = toRevisionCondition(ifMatch);
    await this.requests.ask(updateToolPolicies, { ...body, ...condition, ...writer, integrationId });
    const tools = await this.toolList.all(workspaceId, integrationId);
    return tagged(response, tools, tools.revision);
  }

  @Get('policy')
  @RequiresScope('integration:read')
  @Answers(IntegrationPolicyView)
  async getPolicy(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('integrationId', 'integration') integrationId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<IntegrationPolicyView> {
    const policy = await this.requests.ask(getIntegrationPolicy, { workspaceId, integrationId });
    return tagged(response, policy, policy.revision);
  }

  @Patch('policy')
  @RequiresScope('policy:update')
  @TakesHeader('If-Match', CLIENT_HEADER)
  @Explained(POLICY_RULES)
  @Answers(IntegrationPolicyView)
  async updatePolicy(
    @CurrentWriter() writer: Writer,
    @IdParam('integrationId', 'integration') integrationId: string,
    @JsonBody(UpdateIntegrationPolicyBody) body: UpdateIntegrationPolicyBody,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<IntegrationPolicyView> {
    const change = { ...body, ...toRevisionCondition(ifMatch), ...writer, integrationId };
    const policy = await this.requests.ask(updateIntegrationPolicy, change);
    return tagged(response, policy, policy.revision);
  }
}
