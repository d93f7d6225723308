import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { WorkspaceEntity } from './workspace.entity.js';
import { WorkspaceNotFoundError } from './workspace.errors.js';

/** Names the only workspace of a fresh installation. */
export const DEFAULT_WORKSPACE_SLUG = 'default';

/** As the system role: whose workspace it is, is decided after it is known which one is meant. */
@Injectable()
export class WorkspaceRepository {
  findBySlug(tx: EntityManager, slug: string): Promise<WorkspaceEntity | null> {
    return tx.findOneBy(WorkspaceEntity, { slug });
  }

  async get(tx: EntityManager, id: string): Promise<WorkspaceEntity> {
    const workspace = await tx.findOneBy(WorkspaceEntity, { id });
    if (!workspace) throw new WorkspaceNotFoundError();
    return workspace;
  }

  async insert(tx: EntityManager, workspace: Pick<WorkspaceEntity, 'id' | 'slug' | 'name'>): Promise<void> {
    await tx.insert(WorkspaceEntity, workspace);
  }
}
