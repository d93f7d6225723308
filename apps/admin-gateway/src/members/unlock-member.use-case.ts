import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { Principal } from '../access/principal.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { LoginAttemptRepository } from '../sessions/login-attempt.repository.js';
import { MemberRepository } from '../users/user.repository.js';
import { UnknownMemberError } from './member.errors.js';

/** Forgets wrong passwords, so that somebody can sign in before the window ends. */
@Injectable()
export class UnlockMember {
  constructor(
    private readonly database: Database,
    private readonly members: MemberRepository,
    private readonly attempts: LoginAttemptRepository,
    private readonly audit: AuditRepository,
  ) {}

  /** @throws UnknownMemberError */
  async execute({ workspaceId, actor }: Principal, userId: string): Promise<void> {
    await this.database.system(async (tx) => {
      const person = await this.members.findPerson(tx, workspaceId, userId);
      if (!person) throw new UnknownMemberError(userId);
      if (!person.isLocked) return;
      await this.attempts.forget(tx, person.email);
      await this.audit.record(tx, workspaceId, { action: 'member.unlocked', actor, details: { userId } });
    });
  }
}
