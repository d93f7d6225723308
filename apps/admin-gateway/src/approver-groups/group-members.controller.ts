import { Controller, Delete, Put } from '@nestjs/common';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { IdParam } from '../http/input.dto.js';
import { Answers } from '../http/output.dto.js';
import { GroupDetailsView } from './approver-group.dto.js';
import { ChangeGroupMembers } from './change-group-members.use-case.js';
import { GroupDirectory } from './group-directory.client.js';

/** Both can be repeated. */
@Controller('api/v1/workspaces/:workspaceId/approver-groups/:groupId/members/:userId')
export class GroupMembersController {
  constructor(
    private readonly change: ChangeGroupMembers,
    private readonly directory: GroupDirectory,
  ) {}

  @Put()
  @RequiresScope('workspace:admin')
  @Answers(GroupDetailsView)
  async add(
    @CurrentPrincipal() principal: Principal,
    @IdParam('groupId', 'approver_group') groupId: string,
    @IdParam('userId', 'member') userId: string,
  ): Promise<GroupDetailsView> {
    await this.change.add(principal, groupId, userId);
    return this.directory.details(principal.workspaceId, groupId);
  }

  @Delete()
  @RequiresScope('workspace:admin')
  @Answers(GroupDetailsView)
  async remove(
    @CurrentPrincipal() principal: Principal,
    @IdParam('groupId', 'approver_group') groupId: string,
    @IdParam('userId', 'member') userId: string,
  ): Promise<GroupDetailsView> {
    await this.change.remove(principal, groupId, userId);
    return this.directory.details(principal.workspaceId, groupId);
  }
}
