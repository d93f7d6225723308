import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import { hashPassword, isPassword } from '../users/password-hash.js';
import type { UserEntity } from '../users/user.entity.js';
import { UserRepository } from '../users/user.repository.js';
import { AuditSignIns } from './audit-sign-ins.use-case.js';
import { LoginAttemptRepository } from './login-attempt.repository.js';
import { hashOfSecret } from './session-secret.js';
import { InvalidCredentialsError, LoginLockedError } from './session.errors.js';
import { SessionRepository } from './session.repository.js';

const SECRET_BYTES = 32;

export interface OpenedSession {
  readonly secret: string;
  readonly user: UserEntity;
  readonly expiresAt: Date;
}

@Injectable()
export class LoginUseCase {
  /** What an unknown e-mail is compared with, so that it takes as long as a known one. */
  private readonly nobody = hashPassword(randomBytes(SECRET_BYTES).toString('hex'));

  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly sessions: SessionRepository,
    private readonly attempts: LoginAttemptRepository,
    private readonly auditSignIns: AuditSignIns,
  ) {}

  /** @throws InvalidCredentialsError, LoginLockedError */
  async execute(givenEmail: string, password: string): Promise<OpenedSession> {
    const email = givenEmail.toLowerCase();
    const { attempt, user } = await this.database.system(async (tx) => ({
      attempt: await this.attempts.count(tx, email),
      user: await this.users.findByEmail(tx, email),
    }));
    if (attempt.isLocked) throw new LoginLockedError(attempt.secondsLeft);
    const isRight = await isPassword(password, user?.passwordHash ?? (await this.nobody));
    if (!user || !isRight) {
      await this.auditSignIns.failed(email, user, attempt.attempts);
      throw new InvalidCredentialsError();
    }
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const expiresAt = await this.database.system(async (tx) => {
      await this.attempts.forget(tx, email);
      await this.auditSignIns.succeeded(tx, user);
      return this.sessions.insert(tx, hashOfSecret(secret), user.id);
    });
    return { secret, user, expiresAt };
  }
}
