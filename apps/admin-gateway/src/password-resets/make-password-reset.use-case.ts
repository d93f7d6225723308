import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { Principal } from '../access/principal.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { CONFIG, type Config } from '../config.js';
import { assertMayHandOut } from '../members/assert-may-hand-out.js';
import { UnknownMemberError } from '../members/member.errors.js';
import { newSecret } from '../sessions/new-secret.js';
import { hashOfSecret } from '../sessions/session-secret.js';
import { MemberRepository } from '../users/user.repository.js';
import { PasswordResetRepository } from './password-reset.repository.js';
import { MemberElsewhereError } from './password-reset.errors.js';

@Injectable()
export class MakePasswordReset {
  constructor(
    private readonly database: Database,
    private readonly members: MemberRepository,
    private readonly resets: PasswordResetRepository,
    private readonly audit: AuditRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Who sets somebody's password can act as them, so it takes all that they may do. The old password is good until the link
   * is used.
   *
   * @throws UnknownMemberError, ScopeRequiredError, MemberElsewhereError
   */
  async execute(principal: Principal, userId: string): Promise<{ readonly url: string; readonly expiresAt: Date }> {
    const { workspaceId, actor } = principal;
    const secret = newSecret();
    const expiresAt = await this.database.system(async (tx) => {
      const memberships = await this.members.listOfUser(tx, userId);
      const member = memberships.find((membership) => membership.workspaceId === workspaceId);
      if (!member) throw new UnknownMemberError(userId);
      assertMayHandOut(principal, member.role);
      if (memberships.length > 1) throw new MemberElsewhereError(userId);
      const details = { userId };
      await this.audit.record(tx, workspaceId, { action: 'member.password_reset_made', actor, details });
      const madeBy = actor.ownerId ?? actor.id;
      return this.resets.replace(tx, hashOfSecret(secret), { userId, workspaceId, madeBy, role: member.role });
    });
    const url = new URL('/reset-password', this.config.http.publicUrl);
    url.hash = secret;
    return { url: url.href, expiresAt };
  }
}
