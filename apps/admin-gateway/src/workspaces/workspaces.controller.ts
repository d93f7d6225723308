import { Controller, Get, Inject } from '@nestjs/common';
import { Database } from '@countersign/database';
import { Authenticated, CurrentPrincipal } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { CONFIG, type Config } from '../config.js';
import { Answers } from '../http/output.dto.js';
import { WorkspaceView } from './workspace.dto.js';
import { WorkspaceRepository } from './workspace.repository.js';

@Controller('api/v1/workspaces/:workspaceId')
export class WorkspacesController {
  constructor(
    private readonly database: Database,
    private readonly workspaces: WorkspaceRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Authenticated()
  @Answers(WorkspaceView)
  async get(@CurrentPrincipal() { workspaceId }: Principal): Promise<WorkspaceView> {
    const { id, slug, name, createdAt } = await this.database.system((tx) => this.workspaces.get(tx, workspaceId));
    return { id, slug, name, createdAt: createdAt.toISOString(), mcpUrl: this.config.mcpPublicUrl };
  }
}
