import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { Principal } from '../access/principal.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { UnknownMemberError } from '../members/member.errors.js';
import { MemberRepository } from '../users/user.repository.js';
import { TooManyMembersError } from './approver-group.errors.js';
import { ApproverGroupRepository, GROUP_MEMBERS_MAX } from './approver-group.repository.js';

/** Both change nothing where it is so already. A decision that is made after the commit goes by the new members. */
@Injectable()
export class ChangeGroupMembers {
  constructor(
    private readonly database: Database,
    private readonly groups: ApproverGroupRepository,
    private readonly members: MemberRepository,
    private readonly audit: AuditRepository,
  ) {}

  /** @throws GroupNotFoundError, UnknownMemberError, TooManyMembersError */
  async add({ workspaceId, actor }: Principal, groupId: string, userId: string): Promise<void> {
    await this.database.transaction(workspaceId, async (tx) => {
      await this.groups.lock(tx, workspaceId);
      const group = await this.groups.get(tx, workspaceId, groupId);
      if (!(await this.members.find(tx, workspaceId, userId))) throw new UnknownMemberError(userId);
      if (!(await this.groups.addMember(tx, group, userId))) return;
      const count = await this.groups.countMembers(tx, group);
      if (count > GROUP_MEMBERS_MAX) throw new TooManyMembersError(GROUP_MEMBERS_MAX);
      await this.groups.noteChange(tx, group);
      const details = { groupId, name: group.name, userId };
      await this.audit.record(tx, workspaceId, { action: 'approver_group.member_added', actor, details });
    });
  }

  /** @throws GroupNotFoundError */
  async remove({ workspaceId, actor }: Principal, groupId: string, userId: string): Promise<void> {
    await this.database.transaction(workspaceId, async (tx) => {
      await this.groups.lock(tx, workspaceId);
      const group = await this.groups.get(tx, workspaceId, groupId);
      if (!(await this.groups.removeMember(tx, group, userId))) return;
      await this.groups.noteChange(tx, group);
      const details = { groupId, name: group.name, userId };
      await this.audit.record(tx, workspaceId, { action: 'approver_group.member_removed', actor, details });
    });
  }
}
