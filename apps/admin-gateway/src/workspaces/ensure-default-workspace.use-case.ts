import { Injectable } from '@nestjs/common';
import { newId } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { IdentityChangeRepository } from '../identity-changes/identity-change.repository.js';
import { DEFAULT_WORKSPACE_SLUG, WorkspaceRepository } from './workspace.repository.js';

@Injectable()
export class EnsureDefaultWorkspaceUseCase {
  constructor(
    private readonly workspaces: WorkspaceRepository,
    private readonly identityChanges: IdentityChangeRepository,
  ) {}

  /** As the system role. Returns its id. */
  async execute(tx: EntityManager): Promise<string> {
    const existing = await this.workspaces.findBySlug(tx, DEFAULT_WORKSPACE_SLUG);
    if (existing) return existing.id;
    const workspace = { id: newId(), slug: DEFAULT_WORKSPACE_SLUG, name: 'Default' };
    await this.workspaces.insert(tx, workspace);
    await this.identityChanges.start(tx, workspace.id);
    return workspace.id;
  }
}
