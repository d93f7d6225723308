import { Injectable } from '@nestjs/common';
import { newId } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { AcceptInvitation } from '../invitations/accept-invitation.use-case.js';
import type { InvitationEntity } from '../invitations/invitation.entity.js';
import { InvitationNotFoundError } from '../invitations/invitation.errors.js';
import { InvitationRepository } from '../invitations/invitation.repository.js';
import type { UserEntity } from '../users/user.entity.js';
import { UserRepository } from '../users/user.repository.js';
import { OidcError } from './oidc.errors.js';
import { OidcLoginRepository } from './oidc-login.repository.js';
import { OidcMembership } from './oidc-membership.use-case.js';
import type { ProvenPerson } from './to-proven-person.js';

/**
 * Whose account it is. As the system role.
 *
 * | known here                             | is let in as                                                 |
 * |----------------------------------------|--------------------------------------------------------------|
 * | the subject of this issuer             | the account that it is linked to                             |
 * | an account of the e-mail               | that account, linked from now on; only with a verified e-mail |
 * | an invitation of the e-mail            | a new account; verified, or the link itself was brought      |
 * | nothing                                | a new account, where the operator lets new people in; verified |
 */
@Injectable()
export class FindPerson {
  constructor(
    private readonly users: UserRepository,
    private readonly logins: OidcLoginRepository,
    private readonly invitations: InvitationRepository,
    private readonly acceptInvitation: AcceptInvitation,
    private readonly membership: OidcMembership,
  ) {}

  /** @throws OidcError */
  async execute(tx: EntityManager, person: ProvenPerson, invitationId: string | null): Promise<UserEntity> {
    this.membership.assertDomain(person.email);
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`account of ${person.email}`]);
    const linkedId = await this.logins.findUserId(tx, person.issuer, person.subject);
    const linked = linkedId === null ? null : await this.users.findById(tx, linkedId);
    const invitation = await this.findInvitation(tx, linked?.email ?? person.email, invitationId);
    const known = linked ?? (await this.users.findByEmail(tx, person.email));
    const isProven = person.isEmailVerified || linked !== null || (known === null && invitationId !== null);
    if (!isProven) throw new OidcError('email_unverified');
    if (known === null && invitation === null) this.membership.assertLetsNewPeopleIn(person);
    const user = known ?? (await this.create(tx, person));
    if (linked === null) await this.logins.link(tx, person, user.id);
    if (invitation !== null) await this.acceptInvitation.accept(tx, invitation, user);
    await this.membership.keepUp(tx, user, person, known === null && invitation === null);
    return user;
  }

  /** The one whose link was brought, which must be for this e-mail; without a link, one that waits for a verified e-mail. */
  private async findInvitation(tx: EntityManager, email: string, id: string | null): Promise<InvitationEntity | null> {
    try {
      const found = await this.invitations.getOpen(tx, id === null ? { email } : { id });
      if (found.email !== email) throw new OidcError('email_mismatch');
      return found;
    } catch (error) {
      if (!(error instanceof InvitationNotFoundError)) throw error;
      if (id !== null) throw new OidcError('not_invited', { cause: error });
      return null;
    }
  }

  private async create(tx: EntityManager, { email, name }: ProvenPerson): Promise<UserEntity> {
    const user = { id: newId(), email, name, passwordHash: null };
    await this.users.insert(tx, user);
    return { ...user, createdAt: new Date(0) };
  }
}
