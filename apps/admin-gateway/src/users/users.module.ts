import { Module } from '@nestjs/common';
import { WorkspacesModule } from '../workspaces/workspaces.module.js';
import { EnsureFirstAdminUseCase } from './ensure-first-admin.use-case.js';
import { MemberRepository, UserRepository } from './user.repository.js';

@Module({
  imports: [WorkspacesModule],
  providers: [UserRepository, MemberRepository, EnsureFirstAdminUseCase],
  exports: [UserRepository, MemberRepository],
})
export class UsersModule {}
