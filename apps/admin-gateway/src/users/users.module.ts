import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { WorkspacesModule } from '../workspaces/workspaces.module.js';
import { CreateFirstAdmin } from './create-first-admin.use-case.js';
import { EnsureFirstAdminUseCase } from './ensure-first-admin.use-case.js';
import { MemberRepository, UserRepository } from './user.repository.js';

@Module({
  imports: [WorkspacesModule, AuditModule],
  providers: [UserRepository, MemberRepository, CreateFirstAdmin, EnsureFirstAdminUseCase],
  exports: [UserRepository, MemberRepository],
})
export class UsersModule {}
