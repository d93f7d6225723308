import { Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers, AnswersNothing, Explained } from '../http/output.dto.js';
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

const NAME_RULES = 'A group that tools name keeps its name: 409 `approver_group.in_use` lists them.';
const REMOVE_RULES =
  'A group that tools name is not removed: 409 `approver_group.in_use` lists them. With `force` it ' +
  'is, and nobody can decide about calls of those tools until they name another group, or none.';

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
  ): Promise<GroupDetailsView> {
    return this.directory.details(principal.workspaceId, await this.createGroup.execute(principal, body));
  }

  @Get(':groupId')
  @RequiresScope('approval:read')
  @Answers(GroupDetailsView)
  get(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('groupId', 'approver_group') groupId: string,
  ): Promise<GroupDetailsView> {
    return this.directory.details(workspaceId, groupId);
  }

  @Patch(':groupId')
  @RequiresScope('workspace:admin')
  @Explained(NAME_RULES)
  @Answers(GroupDetailsView)
  async update(
    @CurrentPrincipal() principal: Principal,
    @IdParam('groupId', 'approver_group') groupId: string,
    @JsonBody(UpdateGroupBody) body: UpdateGroupBody,
  ): Promise<GroupDetailsView> {
    await this.updateGroup.execute(principal, groupId, body);
    return this.directory.details(principal.workspaceId, groupId);
  }

  @Delete(':groupId')
  @HttpCode(204)
  @RequiresScope('workspace:admin')
  @Explained(REMOVE_RULES)
  @AnswersNothing()
  async remove(
    @CurrentPrincipal() principal: Principal,
    @IdParam('groupId', 'approver_group') groupId: string,
    @QueryOf(RemoveGroupQuery) { force = false }: RemoveGroupQuery,
  ): Promise<void> {
    await this.removeGroup.execute(principal, groupId, force);
  }
}
