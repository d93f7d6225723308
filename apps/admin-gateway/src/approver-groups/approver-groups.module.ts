import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ToolListClient } from '../tools/tool-list.client.js';
import { UsersModule } from '../users/users.module.js';
import { ApproverGroupRepository } from './approver-group.repository.js';
import { ApproverGroupsController } from './approver-groups.controller.js';
import { ChangeGroupMembers } from './change-group-members.use-case.js';
import { CreateApproverGroup } from './create-approver-group.use-case.js';
import { GroupDirectory } from './group-directory.client.js';
import { GroupMembersController } from './group-members.controller.js';
import { GroupUsesClient } from './group-uses.client.js';
import { RemoveApproverGroup } from './remove-approver-group.use-case.js';
import { UpdateApproverGroup } from './update-approver-group.use-case.js';

const USE_CASES = [CreateApproverGroup, UpdateApproverGroup, RemoveApproverGroup, ChangeGroupMembers];

@Module({
  imports: [AuditModule, UsersModule],
  controllers: [ApproverGroupsController, GroupMembersController],
  // The list of tools has no state: each module that reads it has its own.
  providers: [ApproverGroupRepository, GroupDirectory, GroupUsesClient, ToolListClient, ...USE_CASES],
  exports: [GroupDirectory, ApproverGroupRepository],
})
export class ApproverGroupsModule {}
