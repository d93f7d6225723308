import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { mayRoleHandOut } from '../members/assert-may-hand-out.js';
import { ChangePassword } from '../own-account/change-password.use-case.js';
import { hashOfSecret } from '../sessions/session-secret.js';
import { assertGoodPassword } from '../users/assert-good-password.js';
import type { UserEntity } from '../users/user.entity.js';
import { MemberRepository, UserRepository } from '../users/user.repository.js';
import { PasswordResetNotFoundError } from './password-reset.errors.js';
import { PasswordResetRepository } from './password-reset.repository.js';

@Injectable()
export class UsePasswordReset {
  constructor(
    private readonly database: Database,
    private readonly resets: PasswordResetRepository,
    private readonly users: UserRepository,
    private readonly members: MemberRepository,
    private readonly changePassword: ChangePassword,
  ) {}

  /** @throws PasswordResetNotFoundError */
  look(secret: string): Promise<{ readonly user: UserEntity; readonly expiresAt: Date }> {
    return this.database.system((tx) => this.find(tx, hashOfSecret(secret)));
  }

  /** @throws PasswordResetNotFoundError, UnfitPasswordError */
  async execute(secret: string, password: string): Promise<void> {
    const { user } = await this.look(secret);
    // A password that will not do must not use the link up.
    assertGoodPassword('password', password, user);
    const isTaken = await this.database.system((tx) => this.resets.take(tx, hashOfSecret(secret)));
    if (!isTaken) throw new PasswordResetNotFoundError();
    await this.changePassword.execute(user, password, 'reset_link');
  }

  /**
   * Whoever has left the workspace, has come to another, or may do something else there since the link was made is not that
   * admin's to let in any more; and a link does not outlive the rights of its maker.
   */
  private async find(tx: EntityManager, secretHash: string): Promise<{ user: UserEntity; expiresAt: Date }> {
    const reset = await this.resets.find(tx, secretHash);
    const user = reset && (await this.users.findById(tx, reset.userId));
    if (!reset || !user) throw new PasswordResetNotFoundError();
    const memberships = await this.members.listOfUser(tx, user.id);
    const [member] = memberships.length === 1 ? memberships : [];
    const isAsItWas = member?.workspaceId === reset.workspaceId && member.role === reset.role;
    const maker = await this.members.find(tx, reset.workspaceId, reset.madeBy);
    if (!isAsItWas || !maker || !mayRoleHandOut(maker.role, reset.role)) throw new PasswordResetNotFoundError();
    return { user, expiresAt: reset.expiresAt };
  }
}
