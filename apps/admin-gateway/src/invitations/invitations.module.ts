import { Module } from '@nestjs/common';
import { ApproverGroupsModule } from '../approver-groups/approver-groups.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { MembersModule } from '../members/members.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { UsersModule } from '../users/users.module.js';
import { WorkspacesModule } from '../workspaces/workspaces.module.js';
import { AcceptInvitation } from './accept-invitation.use-case.js';
import { AcceptInvitationController } from './accept-invitation.controller.js';
import { CreateInvitation } from './create-invitation.use-case.js';
import { InvitationRepository } from './invitation.repository.js';
import { InvitationsController } from './invitations.controller.js';
import { InvitedAccounts } from './invited-accounts.repository.js';
import { LookAtInvitation } from './look-at-invitation.use-case.js';
import { RevokeInvitation } from './revoke-invitation.use-case.js';

@Module({
  imports: [UsersModule, MembersModule, ApproverGroupsModule, SessionsModule, WorkspacesModule, AuditModule],
  controllers: [InvitationsController, AcceptInvitationController],
  providers: [
    InvitationRepository,
    InvitedAccounts,
    CreateInvitation,
    RevokeInvitation,
    LookAtInvitation,
    AcceptInvitation,
  ],
  exports: [InvitationRepository, InvitedAccounts, AcceptInvitation],
})
export class InvitationsModule {}
