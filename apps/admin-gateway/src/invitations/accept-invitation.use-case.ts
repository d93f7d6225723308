import { Injectable } from '@nestjs/common';
import { Database, newId } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { AdmitMember } from '../members/admit-member.use-case.js';
import { LoginUseCase } from '../sessions/login.use-case.js';
import { type OpenedSession, OpenSession } from '../sessions/open-session.use-case.js';
import { hashOfSecret } from '../sessions/session-secret.js';
import { assertGoodPassword } from '../users/assert-good-password.js';
import { hashPassword } from '../users/password-hash.js';
import type { UserEntity } from '../users/user.entity.js';
import { InvitedAccounts } from './invited-accounts.repository.js';
import type { AcceptInvitationBody } from './invitation.dto.js';
import type { InvitationEntity } from './invitation.entity.js';
import { InvitationNotFoundError } from './invitation.errors.js';

/** A person comes in: with a new account, or with the one that they use elsewhere, of which they know the password. */
@Injectable()
export class AcceptInvitation {
  constructor(
    private readonly database: Database,
    private readonly accounts: InvitedAccounts,
    private readonly login: LoginUseCase,
    private readonly admit: AdmitMember,
    private readonly openSession: OpenSession,
  ) {}

  /** @throws InvitationNotFoundError, UnfitPasswordError, InvalidCredentialsError, LoginLockedError */
  async execute(body: AcceptInvitationBody, userAgent: string | undefined): Promise<OpenedSession> {
    const { invitation, account } = await this.database.system((tx) =>
      this.accounts.find(tx, hashOfSecret(body.secret)),
    );
    const { email } = invitation;
    const name = body.name ?? account?.name ?? email;
    if (account === null) assertGoodPassword('password', body.password, { email, name });
    const person = account === null ? null : await this.login.prove(email, body.password);
    const passwordHash = person === null ? await hashPassword(body.password) : person.passwordHash;
    return this.database.system(async (tx) => {
      if (person !== null) await this.login.assertProven(tx, person);
      const user = person ?? (await this.accounts.create(tx, { id: newId(), email, name, passwordHash }));
      await this.accept(tx, invitation, user);
      return this.openSession.execute(tx, user, { way: 'invitation', userAgent });
    });
  }

  /** As the system role, for somebody of whom it is known that they are meant. @throws InvitationNotFoundError */
  async accept(tx: EntityManager, invitation: InvitationEntity, user: UserEntity): Promise<void> {
    const { id: invitationId, workspaceId, role, groupIds, invitedBy } = invitation;
    if (!(await this.accounts.accept(tx, invitation, user.email))) throw new InvitationNotFoundError();
    await this.admit.execute(tx, user, { workspaceId, role, groupIds, details: { invitationId, invitedBy } });
  }
}
