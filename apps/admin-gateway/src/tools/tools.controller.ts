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
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers, Explained, TakesHeader } from '../http/output.dto.js';
import { PageQuery } from '../http/page.dto.js';
import { assertKnownGroups, groupsNamed } from './assert-known-groups.js';
import { readIfMatch, toEntityTag } from './entity-tag.js';
import { ToolListClient } from './tool-list.client.js';
import { UpdateIntegrationPolicyBody, UpdateToolsBody } from './tool.dto.js';

const UPDATE_RULES =
  'All or nothing. A field that is absent or null stays as it is, inside `approval` too. `approverGroup` is the name of an ' +
  'approver group. An empty `approverGroup` takes the stored group away: everybody who may decide approvals may then decide these.';

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
    response.setHeader('etag', toEntityTag(tools.revision, tools));
    return tools;
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
    const ifRevision = readIfMatch(ifMatch);
    const condition = ifRevision === undefined ? {} : { ifRevision };
    await this.requests.ask(updateToolPolicies, { ...body, ...condition, ...writer, integrationId });
    const tools = await this.toolList.all(workspaceId, integrationId);
    response.setHeader('etag', toEntityTag(tools.revision, tools));
    return tools;
  }

  @Get('policy')
  @RequiresScope('integration:read')
  @Answers(IntegrationPolicyView)
  getPolicy(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('integrationId', 'integration') integrationId: string,
  ): Promise<IntegrationPolicyView> {
    return this.requests.ask(getIntegrationPolicy, { workspaceId, integrationId });
  }

  @Patch('policy')
  @RequiresScope('policy:update')
  @TakesHeader(CLIENT_HEADER)
  @Answers(IntegrationPolicyView)
  updatePolicy(
    @CurrentWriter() writer: Writer,
    @IdParam('integrationId', 'integration') integrationId: string,
    @JsonBody(UpdateIntegrationPolicyBody) body: UpdateIntegrationPolicyBody,
  ): Promise<IntegrationPolicyView> {
    return this.requests.ask(updateIntegrationPolicy, { ...body, ...writer, integrationId });
  }
}
