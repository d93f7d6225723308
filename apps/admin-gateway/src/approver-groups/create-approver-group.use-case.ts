import { Injectable } from '@nestjs/common';
import { Database, newId } from '@countersign/database';
import type { Principal } from '../access/principal.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { CreateGroupBody } from './approver-group.dto.js';
import { GroupNameTakenError, TooManyGroupsError } from './approver-group.errors.js';
import { ApproverGroupRepository, GROUPS_MAX } from './approver-group.repository.js';

@Injectable()
export class CreateApproverGroup {
  constructor(
    private readonly database: Database,
    private readonly groups: ApproverGroupRepository,
    private readonly audit: AuditRepository,
  ) {}

  /** Returns its id. @throws GroupNameTakenError, TooManyGroupsError */
  async execute({ workspaceId, actor }: Principal, { name, description = '' }: CreateGroupBody): Promise<string> {
    const group = { id: newId(), workspaceId, name, description };
    await this.database.transaction(workspaceId, async (tx) => {
      await this.groups.lock(tx, workspaceId);
      if (await this.groups.isNameTaken(tx, group)) throw new GroupNameTakenError(name);
      if ((await this.groups.count(tx, workspaceId)) >= GROUPS_MAX) throw new TooManyGroupsError(GROUPS_MAX);
      await this.groups.insert(tx, group);
      const details = { groupId: group.id, name, description };
      await this.audit.record(tx, workspaceId, { action: 'approver_group.created', actor, details });
    });
    return group.id;
  }
}
