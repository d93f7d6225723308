import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import { AuditSignIns } from '../sessions/audit-sign-ins.use-case.js';
import { LoginAttemptRepository } from '../sessions/login-attempt.repository.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { assertGoodPassword } from '../users/assert-good-password.js';
import { hashPassword } from '../users/password-hash.js';
import type { UserEntity } from '../users/user.entity.js';
import { UserRepository } from '../users/user.repository.js';

@Injectable()
export class ChangePassword {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly sessions: SessionRepository,
    private readonly attempts: LoginAttemptRepository,
    private readonly auditSignIns: AuditSignIns,
  ) {}

  /** Ends every session but the one that asks; a link to reset it is good no more either. @throws UnfitPasswordError */
  async execute(user: UserEntity, field: string, password: string, currentHash = ''): Promise<void> {
    assertGoodPassword(field, password, user);
    const passwordHash = await hashPassword(password);
    await this.database.system(async (tx) => {
      await this.users.setPassword(tx, user.id, passwordHash);
      await this.sessions.deleteOfUser(tx, user.id, currentHash);
      await this.attempts.forget(tx, user.email);
      await tx.query('delete from password_resets where user_id = $1', [user.id]);
      await this.auditSignIns.changed(tx, user, 'user.password_changed');
    });
  }
}
