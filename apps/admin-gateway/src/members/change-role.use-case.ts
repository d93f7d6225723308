import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { Principal } from '../access/principal.js';
import type { Role } from '../users/roles.js';
import { MemberRepository } from '../users/user.repository.js';
import { assertMayHandOut } from './assert-may-hand-out.js';
import { RecordMembership } from './record-membership.use-case.js';
import { LastAdminError, UnknownMemberError } from './member.errors.js';

@Injectable()
export class ChangeRole {
  constructor(
    private readonly database: Database,
    private readonly members: MemberRepository,
    private readonly record: RecordMembership,
  ) {}

  /** Holds for the next request of theirs and of their API tokens. @throws UnknownMemberError, LastAdminError, ScopeRequiredError */
  async execute(principal: Principal, userId: string, role: Role): Promise<void> {
    const { workspaceId, actor } = principal;
    assertMayHandOut(principal, role);
    await this.database.transaction(workspaceId, async (tx) => {
      await this.members.lock(tx, workspaceId);
      const member = await this.members.find(tx, workspaceId, userId);
      if (!member) throw new UnknownMemberError(userId);
      if (member.role === role) return;
      const isLast = member.role === 'admin' && (await this.members.countAdmins(tx, workspaceId)) === 1;
      if (isLast) throw new LastAdminError();
      await this.members.setRole(tx, member, role);
      await this.record.roleChanged(tx, actor, member, role);
    });
  }
}
