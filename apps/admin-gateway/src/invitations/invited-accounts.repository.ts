import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { LoginAttemptRepository } from '../sessions/login-attempt.repository.js';
import type { UserEntity } from '../users/user.entity.js';
import { UserRepository } from '../users/user.repository.js';
import type { InvitationEntity } from './invitation.entity.js';
import { InvitationNotFoundError } from './invitation.errors.js';
import { InvitationRepository } from './invitation.repository.js';

/** Invitations and the accounts of whom they are for. As the system role. */
@Injectable()
export class InvitedAccounts {
  constructor(
    private readonly invitations: InvitationRepository,
    private readonly users: UserRepository,
    private readonly attempts: LoginAttemptRepository,
  ) {}

  /** @throws InvitationNotFoundError */
  async find(
    tx: EntityManager,
    secretHash: string,
  ): Promise<{ invitation: InvitationEntity; account: UserEntity | null }> {
    const invitation = await this.invitations.getOpen(tx, { secretHash });
    return { invitation, account: await this.users.findByEmail(tx, invitation.email) };
  }

  /** Two invitations of one person can be accepted at once: the second one finds the account, and is asked again. */
  async create(tx: EntityManager, user: Omit<UserEntity, 'createdAt'>): Promise<UserEntity> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`account of ${user.email}`]);
    if (await this.users.findByEmail(tx, user.email)) throw new InvitationNotFoundError();
    await this.users.insert(tx, user);
    return { ...user, createdAt: new Date(0) };
  }

  async accept(tx: EntityManager, invitation: InvitationEntity, email: string): Promise<boolean> {
    await this.attempts.forget(tx, email);
    return this.invitations.accept(tx, invitation);
  }
}
