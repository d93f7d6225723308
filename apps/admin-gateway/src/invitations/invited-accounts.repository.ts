import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { LoginAttemptRepository } from '../sessions/login-attempt.repository.js';
import { SessionRepository } from '../sessions/session.repository.js';
import type { UserEntity } from '../users/user.entity.js';
import { MemberRepository, UserRepository } from '../users/user.repository.js';
import type { InvitationEntity } from './invitation.entity.js';
import { InvitationNotFoundError } from './invitation.errors.js';
import { InvitationRepository } from './invitation.repository.js';

/** Invitations and the accounts of whom they are for. As the system role. */
@Injectable()
export class InvitedAccounts {
  constructor(
    private readonly invitations: InvitationRepository,
    private readonly users: UserRepository,
    private readonly members: MemberRepository,
    private readonly sessions: SessionRepository,
    private readonly attempts: LoginAttemptRepository,
  ) {}

  /**
   * Without an account where it is one of nobody's any more: whoever was removed everywhere, and forgot the password, could not
   * come back otherwise. @throws InvitationNotFoundError
   */
  async find(
    tx: EntityManager,
    secretHash: string,
  ): Promise<{ invitation: InvitationEntity; account: UserEntity | null }> {
    const invitation = await this.invitations.getOpen(tx, { secretHash });
    const account = await this.users.findByEmail(tx, invitation.email);
    const isInUse = account !== null && (await this.members.listOfUser(tx, account.id)).length > 0;
    return { invitation, account: isInUse ? account : null };
  }

  /** Two invitations of one person can be accepted at once: the second one finds the account in use, and is asked again. */
  async create(tx: EntityManager, user: Omit<UserEntity, 'createdAt'>): Promise<UserEntity> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`account of ${user.email}`]);
    const unused = await this.users.findByEmail(tx, user.email);
    if (unused !== null) return this.takeUp(tx, unused, user);
    await this.users.insert(tx, user);
    return { ...user, createdAt: new Date(0) };
  }

  /** False: somebody was first. @throws InvitationNotFoundError: whoever made it may not make it any more */
  async accept(tx: EntityManager, invitation: InvitationEntity, email: string): Promise<boolean> {
    // Until the commit nobody's role changes, and so not its maker's.
    await this.members.lock(tx, invitation.workspaceId);
    await this.invitations.getOpen(tx, { id: invitation.id });
    await this.attempts.forget(tx, email);
    return this.invitations.accept(tx, invitation);
  }

  /** Nothing of before opens it any more. */
  private async takeUp(
    tx: EntityManager,
    unused: UserEntity,
    { name, passwordHash }: Pick<UserEntity, 'name' | 'passwordHash'>,
  ): Promise<UserEntity> {
    const isInUse = (await this.members.listOfUser(tx, unused.id)).length > 0;
    if (isInUse || passwordHash === null) throw new InvitationNotFoundError();
    await this.users.setName(tx, unused.id, name);
    await this.users.setPassword(tx, unused.id, passwordHash);
    await this.sessions.deleteOfUser(tx, unused.id, '');
    await tx.query('delete from password_resets where user_id = $1', [unused.id]);
    // Who had this e-mail before may still be somebody at the provider.
    await tx.query('delete from oidc_identities where user_id = $1', [unused.id]);
    return { ...unused, name, passwordHash };
  }
}
