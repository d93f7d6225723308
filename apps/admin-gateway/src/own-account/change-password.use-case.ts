import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import { EndSessions, type PasswordWay } from '../sessions/end-sessions.use-case.js';
import { LoginAttemptRepository } from '../sessions/login-attempt.repository.js';
import { InvalidCredentialsError } from '../sessions/session.errors.js';
import { assertGoodPassword } from '../users/assert-good-password.js';
import { hashPassword } from '../users/password-hash.js';
import type { UserEntity } from '../users/user.entity.js';
import { UserRepository } from '../users/user.repository.js';

/** Of the body that holds the new one. */
const FIELD_BY_WAY: Readonly<Record<PasswordWay, string>> = { password: 'newPassword', reset_link: 'password' };

@Injectable()
export class ChangePassword {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly attempts: LoginAttemptRepository,
    private readonly endSessions: EndSessions,
  ) {}

  /** Ends every session but the one that asks; a link to reset it is good no more either. @throws UnfitPasswordError, InvalidCredentialsError */
  async execute(user: UserEntity, password: string, way: PasswordWay, currentHash = ''): Promise<void> {
    assertGoodPassword(FIELD_BY_WAY[way], password, user);
    const passwordHash = await hashPassword(password);
    await this.database.system(async (tx) => {
      // Of two who know the old password, the second one does not know the new one.
      if (way === 'password' && !(await this.users.isPasswordStill(tx, user))) throw new InvalidCredentialsError();
      await this.users.setPassword(tx, user.id, passwordHash);
      await this.attempts.forget(tx, user.email);
      await tx.query('delete from password_resets where user_id = $1', [user.id]);
      await this.endSessions.ofPassword(tx, user, way, currentHash);
    });
  }
}
