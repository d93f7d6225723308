import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { MemberEntity, UserEntity } from './user.entity.js';

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

  async insert(tx: EntityManager, member: MemberEntity): Promise<void> {
    await tx.insert(MemberEntity, member);
  }
}
