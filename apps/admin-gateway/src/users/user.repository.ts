import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { LOGIN_ATTEMPTS_MAX } from './login-limits.js';
import type { Role } from './roles.js';
import { MemberEntity, UserEntity } from './user.entity.js';

export interface MemberPerson {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly joinedAt: Date;
  readonly hasPassword: boolean;
  readonly isLocked: boolean;
}

const PEOPLE = `select m.user_id as "userId", u.name, u.email, m.role, m.created_at as "joinedAt",
    u.password_hash is not null as "hasPassword",
    exists (select from login_attempts a where a.window_ends_at > now() and a.attempts >= ${LOGIN_ATTEMPTS_MAX}
      and a.email_hash = encode(sha256(convert_to(u.email, 'UTF8')), 'hex')) as "isLocked"
  from members m join users u on u.id = m.user_id where m.workspace_id = $1`;

@Injectable()
export class UserRepository {
  findByEmail(tx: EntityManager, email: string): Promise<UserEntity | null> {
    return tx.findOneBy(UserEntity, { email });
  }

  findById(tx: EntityManager, id: string): Promise<UserEntity | null> {
    return tx.findOneBy(UserEntity, { id });
  }

  existsAny(tx: EntityManager): Promise<boolean> {
    return tx.exists(UserEntity, { where: {} });
  }

  async setName(tx: EntityManager, id: string, name: string): Promise<void> {
    await tx.update(UserEntity, { id }, { name });
  }

  async setPassword(tx: EntityManager, id: string, passwordHash: string): Promise<void> {
    await tx.update(UserEntity, { id }, { passwordHash });
  }

  /** Whether the password is the one that was looked at; if so, nobody changes it until the commit. */
  async isPasswordStill(tx: EntityManager, { id, passwordHash }: UserEntity): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      'select 1 from users where id = $1 and password_hash is not distinct from $2 for no key update',
      [id, passwordHash],
    );
    return rows.length > 0;
  }

  async insert(tx: EntityManager, user: Omit<UserEntity, 'createdAt'>): Promise<void> {
    await tx.insert(UserEntity, user);
  }
}

@Injectable()
export class MemberRepository {
  find(tx: EntityManager, workspaceId: string, userId: string): Promise<MemberEntity | null> {
    return tx.findOneBy(MemberEntity, { workspaceId, userId });
  }

  /** As the system role: over all workspaces. */
  listOfUser(tx: EntityManager, userId: string): Promise<MemberEntity[]> {
    return tx.find(MemberEntity, { where: { userId }, order: { workspaceId: 'asc' } });
  }

  /** As the system role, which knows what people are called. */
  listPeople(
    tx: EntityManager,
    workspaceId: string,
    after: string | undefined,
    limit: number,
  ): Promise<MemberPerson[]> {
    return tx.query<MemberPerson[]>(`${PEOPLE} and ($2::uuid is null or m.user_id > $2) order by m.user_id limit $3`, [
      workspaceId,
      after ?? null,
      limit,
    ]);
  }

  /** As the system role. */
  async findPerson(tx: EntityManager, workspaceId: string, userId: string): Promise<MemberPerson | null> {
    const [person] = await tx.query<MemberPerson[]>(`${PEOPLE} and m.user_id = $2`, [workspaceId, userId]);
    return person ?? null;
  }

  /** Until the commit nobody else changes who is what here, so that two admins cannot each take the other's role. */
  async lock(tx: EntityManager, workspaceId: string): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`members of ${workspaceId}`]);
  }

  countAdmins(tx: EntityManager, workspaceId: string): Promise<number> {
    return tx.countBy(MemberEntity, { workspaceId, role: 'admin' });
  }

  async setRole(tx: EntityManager, { workspaceId, userId }: MemberEntity, role: Role): Promise<void> {
    await tx.update(MemberEntity, { workspaceId, userId }, { role });
  }

  /** With their places in approver groups. */
  async delete(tx: EntityManager, { workspaceId, userId }: MemberEntity): Promise<void> {
    await tx.delete(MemberEntity, { workspaceId, userId });
  }

  async insert(tx: EntityManager, member: MemberEntity): Promise<void> {
    await tx.insert(MemberEntity, member);
  }
}
