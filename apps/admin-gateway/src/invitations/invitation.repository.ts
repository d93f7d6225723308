import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, LessThan } from 'typeorm';
import { mayRoleHandOut } from '../members/assert-may-hand-out.js';
import { MemberRepository } from '../users/user.repository.js';
import { InvitationEntity } from './invitation.entity.js';
import { AlreadyMemberError, InvitationNotFoundError } from './invitation.errors.js';

/** A list that people read; and links that lie about are doors. */
export const OPEN_INVITATIONS_MAX = 500;
const IS_OPEN = 'i.acceptedAt is null and i.revokedAt is null and i.expiresAt > now()';

/** Exactly one of them. */
export type InvitationKey = { readonly secretHash: string } | { readonly email: string } | { readonly id: string };

type NewInvitation = Omit<InvitationEntity, 'createdAt' | 'acceptedAt' | 'revokedAt'>;

@Injectable()
export class InvitationRepository {
  constructor(private readonly members: MemberRepository) {}

  async insert(tx: EntityManager, invitation: NewInvitation): Promise<InvitationEntity> {
    await tx.insert(InvitationEntity, invitation);
    return this.get(tx, invitation.workspaceId, invitation.id);
  }

  async get(tx: EntityManager, workspaceId: string, id: string): Promise<InvitationEntity> {
    const found = await tx.findOneBy(InvitationEntity, { workspaceId, id });
    if (!found) throw new InvitationNotFoundError();
    return found;
  }

  list(tx: EntityManager, workspaceId: string, before: string | undefined, limit: number): Promise<InvitationEntity[]> {
    return tx.find(InvitationEntity, {
      where: before === undefined ? { workspaceId } : { workspaceId, id: LessThan(before) },
      order: { id: 'desc' },
      take: limit,
    });
  }

  countOpen(tx: EntityManager, workspaceId: string): Promise<number> {
    return tx
      .createQueryBuilder(InvitationEntity, 'i')
      .where(`i.workspaceId = :workspaceId and ${IS_OPEN}`, { workspaceId })
      .getCount();
  }

  /** False when it was over. */
  async revoke(tx: EntityManager, workspaceId: string, id: string): Promise<boolean> {
    const isOpen = { workspaceId, id, acceptedAt: IsNull(), revokedAt: IsNull() };
    return (await tx.update(InvitationEntity, isOpen, { revokedAt: () => 'now()' })).affected === 1;
  }

  /** A new link takes the place of an older one for the same person. */
  async revokeOfEmail(tx: EntityManager, workspaceId: string, email: string): Promise<void> {
    const isOpen = { workspaceId, email, acceptedAt: IsNull(), revokedAt: IsNull() };
    await tx.update(InvitationEntity, isOpen, { revokedAt: () => 'now()' });
  }

  /** As the system role, which knows people's e-mails. @throws AlreadyMemberError */
  async assertNoMember(tx: EntityManager, workspaceId: string, email: string): Promise<void> {
    const rows = await tx.query<unknown[]>(
      'select 1 from members m join users u on u.id = m.user_id where m.workspace_id = $1 and u.email = $2',
      [workspaceId, email],
    );
    if (rows.length > 0) throw new AlreadyMemberError(email);
  }

  /** As the system role: whoever brings a secret says nothing of a workspace. @throws InvitationNotFoundError */
  async getOpen(tx: EntityManager, by: InvitationKey): Promise<InvitationEntity> {
    const [[column, value] = ['id', '']] = Object.entries(by);
    const invitation = await tx
      .createQueryBuilder(InvitationEntity, 'i')
      .where(`i.${column} = :value and ${IS_OPEN}`, { value })
      .orderBy('i.id')
      .getOne();
    if (!invitation || !(await this.couldBeMadeNow(tx, invitation))) throw new InvitationNotFoundError();
    return invitation;
  }

  /** False: somebody was first, or it was withdrawn meanwhile. As the system role. */
  async accept(tx: EntityManager, { id }: InvitationEntity): Promise<boolean> {
    const [rows] = await tx.query<[unknown[], number]>(
      `update invitations set accepted_at = now()
       where id = $1 and accepted_at is null and revoked_at is null and expires_at > now() returning 1`,
      [id],
    );
    return rows.length > 0;
  }

  /** An invitation is worth what its maker may hand out today: it does not outlive their rights. */
  private async couldBeMadeNow(
    tx: EntityManager,
    { workspaceId, invitedBy, role }: InvitationEntity,
  ): Promise<boolean> {
    const maker = await this.members.find(tx, workspaceId, invitedBy);
    return maker !== null && mayRoleHandOut(maker.role, role);
  }
}
