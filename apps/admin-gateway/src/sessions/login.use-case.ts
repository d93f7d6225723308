import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { hashPassword, isPassword } from '../users/password-hash.js';
import type { UserEntity } from '../users/user.entity.js';
import { UserRepository } from '../users/user.repository.js';
import { AuditSignIns } from './audit-sign-ins.use-case.js';
import { LoginAttemptRepository } from './login-attempt.repository.js';
import { newSecret } from './new-secret.js';
import { type OpenedSession, OpenSession } from './open-session.use-case.js';
import { InvalidCredentialsError, LoginLockedError } from './session.errors.js';

@Injectable()
export class LoginUseCase {
  /** What an unknown e-mail is compared with, so that it takes as long as a known one. */
  private readonly nobody = hashPassword(newSecret());

  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly attempts: LoginAttemptRepository,
    private readonly auditSignIns: AuditSignIns,
    private readonly openSession: OpenSession,
  ) {}

  /** @throws InvalidCredentialsError, LoginLockedError */
  async execute(givenEmail: string, password: string, userAgent: string | undefined): Promise<OpenedSession> {
    const email = givenEmail.toLowerCase();
    const user = await this.prove(email, password);
    return this.database.system(async (tx) => {
      await this.assertProven(tx, user);
      await this.attempts.forget(tx, email);
      return this.openSession.execute(tx, user, { way: 'password', userAgent });
    });
  }

  /**
   * In the transaction that goes on with what `prove` found. A password that was changed meanwhile proves nothing: who changed it
   * ended all sessions, and this one would be left. @throws InvalidCredentialsError
   */
  async assertProven(tx: EntityManager, user: UserEntity): Promise<void> {
    if (!(await this.users.isPasswordStill(tx, user))) throw new InvalidCredentialsError();
  }

  /** As `prove`, of somebody who is signed in. */
  async proveAgain(userId: string, password: string): Promise<UserEntity> {
    const user = await this.database.system((tx) => this.users.findById(tx, userId));
    return this.prove(user?.email ?? '', password);
  }

  /** Whose e-mail and password these are. Counts the attempt, which whoever goes on forgets. @throws as `execute` */
  async prove(email: string, password: string): Promise<UserEntity> {
    const { attempt, user } = await this.database.system(async (tx) => ({
      attempt: await this.attempts.count(tx, email),
      user: await this.users.findByEmail(tx, email),
    }));
    if (attempt.isLocked) throw new LoginLockedError(attempt.secondsLeft);
    const isRight = await isPassword(password, user?.passwordHash ?? (await this.nobody));
    if (user?.passwordHash != null && isRight) return user;
    await this.auditSignIns.failed(email, user, attempt.attempts);
    throw new InvalidCredentialsError();
  }
}
