import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { Principal } from '../access/principal.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { RevokeTokenUseCase } from '../tokens/revoke-token.use-case.js';
import { MemberRepository } from '../users/user.repository.js';
import { RecordMembership } from './record-membership.use-case.js';
import { LastAdminError, UnknownMemberError } from './member.errors.js';

@Injectable()
export class RemoveMember {
  constructor(
    private readonly database: Database,
    private readonly members: MemberRepository,
    private readonly tokens: RevokeTokenUseCase,
    private readonly sessions: SessionRepository,
    private readonly record: RecordMembership,
  ) {}

  /**
   * With the commit no request of theirs passes here any more. Their tokens are revoked one by one, which ends what those have
   * open, and the person is told of as removed, which ends the runs that they started.
   *
   * @throws UnknownMemberError, LastAdminError
   */
  async execute(principal: Principal, userId: string): Promise<void> {
    const { workspaceId } = principal;
    await this.database.transaction(workspaceId, async (tx) => {
      await this.members.lock(tx, workspaceId);
      const member = await this.members.find(tx, workspaceId, userId);
      if (!member) throw new UnknownMemberError(userId);
      const isLast = member.role === 'admin' && (await this.members.countAdmins(tx, workspaceId)) === 1;
      if (isLast) throw new LastAdminError();
      await this.tokens.ofOwner(tx, principal, userId);
      await this.members.delete(tx, member);
      await this.record.removed(tx, principal, member);
    });
    // Another role than the one above; a session without a membership reaches nothing, so it may outlive a crash here.
    await this.database.system((tx) => this.sessions.deleteOfNobody(tx, userId));
  }
}
