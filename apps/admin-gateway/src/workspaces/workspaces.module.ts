import { Module } from '@nestjs/common';
import { IdentityChangesModule } from '../identity-changes/identity-changes.module.js';
import { EnsureDefaultWorkspaceUseCase } from './ensure-default-workspace.use-case.js';
import { WorkspaceRepository } from './workspace.repository.js';
import { WorkspacesController } from './workspaces.controller.js';

@Module({
  imports: [IdentityChangesModule],
  controllers: [WorkspacesController],
  providers: [WorkspaceRepository, EnsureDefaultWorkspaceUseCase],
  exports: [WorkspaceRepository, EnsureDefaultWorkspaceUseCase],
})
export class WorkspacesModule {}
