import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { IdentityChangesModule } from '../identity-changes/identity-changes.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { UsersModule } from '../users/users.module.js';
import { AdmitMember } from './admit-member.use-case.js';
import { ChangeRole } from './change-role.use-case.js';
import { MembersController } from './members.controller.js';
import { RecordMembership } from './record-membership.use-case.js';
import { RemoveMember } from './remove-member.use-case.js';
import { UnlockMember } from './unlock-member.use-case.js';

@Module({
  imports: [UsersModule, TokensModule, SessionsModule, IdentityChangesModule, AuditModule],
  controllers: [MembersController],
  providers: [ChangeRole, RemoveMember, RecordMembership, UnlockMember, AdmitMember],
  exports: [RecordMembership, AdmitMember],
})
export class MembersModule {}
