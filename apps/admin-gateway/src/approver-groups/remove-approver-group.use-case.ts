import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { Principal } from '../access/principal.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { GroupInUseError } from './approver-group.errors.js';
import { ApproverGroupRepository } from './approver-group.repository.js';
import { assertVersion, type GroupToChange } from './assert-version.js';
import { isUsed } from './group-uses.js';
import { GroupUsesClient } from './group-uses.client.js';

@Injectable()
export class RemoveApproverGroup {
  constructor(
    private readonly database: Database,
    private readonly groups: ApproverGroupRepository,
    private readonly uses: GroupUsesClient,
    private readonly audit: AuditRepository,
  ) {}

  /**
   * A tool that comes to name it meanwhile, or names it under `force`, is decided by nobody: its calls wait and expire. That
   * is closed, not open, and naming another group, or none, opens it again.
   *
   * @throws GroupNotFoundError, GroupMovedError, GroupInUseError
   */
  async execute({ workspaceId, actor }: Principal, toRemove: GroupToChange, force: boolean): Promise<void> {
    const { groupId } = toRemove;
    const found = await this.database.read(workspaceId, (tx) => this.groups.get(tx, workspaceId, groupId));
    assertVersion(found, toRemove);
    const uses = force ? null : await this.uses.find(workspaceId, found.name);
    if (uses && isUsed(uses)) throw new GroupInUseError(found.name, uses);
    await this.database.transaction(workspaceId, async (tx) => {
      await this.groups.lock(tx, workspaceId);
      const group = await this.groups.get(tx, workspaceId, groupId);
      assertVersion(group, toRemove);
      await this.groups.delete(tx, group);
      const details = { groupId, name: group.name, description: group.description, forced: force };
      await this.audit.record(tx, workspaceId, { action: 'approver_group.removed', actor, details });
    });
  }
}
