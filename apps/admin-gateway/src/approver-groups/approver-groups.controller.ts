import { Controller, Delete, Get, Headers, HttpCode, Patch, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { tagged, toVersionCondition } from '../http/entity-tag.js';
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers, AnswersNothing, Explained, TakesHeader } from '../http/output.dto.js';
import {
  CreateGroupBody,
  GroupDetailsView,
  GroupList,
  RemoveGroupQuery,
  UpdateGroupBody,
} from './approver-group.dto.js';
import { CreateApproverGroup } from './create-approver-group.use-case.js';
import { GroupDirectory } from './group-directory.client.js';
import { RemoveApproverGroup } from './remove-approver-group.use-case.js';
import { UpdateApproverGroup } from './update-approver-group.use-case.js';

const CONDITION =
  'With `If-Match`, the ETag that was seen, nothing is done when somebody has changed the group or its members since.';
const NAME_RULES = `A group that tools name keeps its name: 409 \`approver_group.in_use\` lists them. ${CONDITION}`;
const REMOVE_RULES =
  'A group that tools name is not removed: 409 `approver_group.in_use` lists them. With `force` it ' +
  'is, and nobody can decide about calls of those tools until they name another group, or none. ' +
  CONDITION;

@Controller('api/v1/workspaces/:workspaceId/approver-groups')
export class ApproverGroupsController {
  constructor(
    private readonly directory: GroupDirectory,
    private readonly createGroup: CreateApproverGroup,
    private readonly updateGroup: UpdateApproverGroup,
    private readonly removeGroup: RemoveApproverGroup,
  ) {}

  @Get()
  @RequiresScope('approval:read')
  @Answers(GroupList)
  async list(@CurrentPrincipal() { workspaceId }: Principal): Promise<GroupList> {
    return { items: await this.directory.list(workspaceId), nextCursor: null };
  }

  @Post()
  @RequiresScope('workspace:admin')
  @Answers(GroupDetailsView)
  async create(
    @CurrentPrincipal() principal: Principal,
    @JsonBody(CreateGroupBody) body: CreateGroupBody,
    @Res({ passthrough: true }) response: Response,
  ): Promise<GroupDetailsView> {
    const groupId = await this.createGroup.execute(principal, body);
    const group = await this.directory.details(principal.workspaceId, groupId);
    return tagged(response, group, group.version);
  }

  @Get(':groupId')
  @RequiresScope('approval:read')
  @Answers(GroupDetailsView)
  async get(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('groupId', 'approver_group') groupId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<GroupDetailsView> {
    const group = await this.directory.details(workspaceId, groupId);
    return tagged(response, group, group.version);
  }

  @Patch(':groupId')
  @RequiresScope('workspace:admin')
  @TakesHeader('If-Match')
  @Explained(NAME_RULES)
  @Answers(GroupDetailsView)
  async update(
    @CurrentPrincipal() principal: Principal,
    @IdParam('groupId', 'approver_group') groupId: string,
    @JsonBody(UpdateGroupBody) body: UpdateGroupBody,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<GroupDetailsView> {
    await this.updateGroup.execute(principal, { groupId, ...toVersionCondition(ifMatch) }, body);
    const group = await this.directory.details(principal.workspaceId, groupId);
    return tagged(response, group, group.version);
  }

  @Delete(':groupId')
  @HttpCode(204)
  @RequiresScope('workspace:admin')
  @TakesHeader('If-Match')
  @Explained(REMOVE_RULES)
  @AnswersNothing()
  async remove(
    @CurrentPrincipal() principal: Principal,
    @IdParam('groupId', 'approver_group') groupId: string,
    @QueryOf(RemoveGroupQuery) { force = false }: RemoveGroupQuery,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.removeGroup.execute(principal, { groupId, ...toVersionCondition(ifMatch) }, force);
  }
}
