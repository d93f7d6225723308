import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { Principal } from '../access/principal.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { UpdateGroupBody } from './approver-group.dto.js';
import { GroupInUseError, GroupNameTakenError } from './approver-group.errors.js';
import { ApproverGroupRepository } from './approver-group.repository.js';
import { assertVersion, type GroupToChange } from './assert-version.js';
import { isUsed } from './group-uses.js';
import { GroupUsesClient } from './group-uses.client.js';

@Injectable()
export class UpdateApproverGroup {
  constructor(
    private readonly database: Database,
    private readonly groups: ApproverGroupRepository,
    private readonly uses: GroupUsesClient,
    private readonly audit: AuditRepository,
  ) {}

  /**
   * Tools name a group by its name: one that they name keeps it.
   *
   * @throws GroupNotFoundError, GroupMovedError, GroupNameTakenError, GroupInUseError
   */
  async execute({ workspaceId, actor }: Principal, group: GroupToChange, body: UpdateGroupBody): Promise<void> {
    const { groupId } = group;
    const found = await this.database.read(workspaceId, (tx) => this.groups.get(tx, workspaceId, groupId));
    // What counts is asked under the lock; this spares the neighbours for what is too late already.
    assertVersion(found, group);
    if (body.name !== undefined && body.name !== found.name) await this.assertUnused(workspaceId, found.name);
    await this.database.transaction(workspaceId, async (tx) => {
      await this.groups.lock(tx, workspaceId);
      const before = await this.groups.get(tx, workspaceId, groupId);
      assertVersion(before, group);
      const after = { ...before, ...body };
      if (after.name === before.name && after.description === before.description) return;
      if (await this.groups.isNameTaken(tx, after)) throw new GroupNameTakenError(after.name);
      await this.groups.update(tx, after);
      const [was, is] = [before, after].map(({ name, description }) => ({ name, description }));
      const details = { groupId, before: was, after: is };
      await this.audit.record(tx, workspaceId, { action: 'approver_group.updated', actor, details });
    });
  }

  private async assertUnused(workspaceId: string, name: string): Promise<void> {
    const uses = await this.uses.find(workspaceId, name);
    if (isUsed(uses)) throw new GroupInUseError(name, uses);
  }
}
