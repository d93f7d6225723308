import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { UserEntity } from '../users/user.entity.js';
import { SessionEntity } from './session.entity.js';

/** A working day: who comes back the next morning signs in. */
export const SESSION_SECONDS = 12 * 3_600;

/** As the system role: a session is a person's, in whichever workspaces. The database's clock decides when it ends. */
@Injectable()
export class SessionRepository {
  async insert(tx: EntityManager, idHash: string, userId: string): Promise<Date> {
    const [row] = await tx.query<{ expires_at: Date }[]>(
      `insert into sessions (id_hash, user_id, expires_at) values ($1, $2, now() + $3 * interval '1 second')
       returning expires_at`,
      [idHash, userId, SESSION_SECONDS],
    );
    if (row === undefined) throw new Error('the session was not written');
    return row.expires_at;
  }

  /** Null when there is no such session, or no longer. */
  findUser(tx: EntityManager, idHash: string): Promise<UserEntity | null> {
    return tx
      .createQueryBuilder(UserEntity, 'u')
      .innerJoin(SessionEntity, 's', 's.userId = u.id')
      .where('s.idHash = :idHash and s.expiresAt > now()', { idHash })
      .getOne();
  }

  async delete(tx: EntityManager, idHash: string): Promise<void> {
    await tx.delete(SessionEntity, { idHash });
  }

  /** Of somebody who is a member nowhere any more. */
  async deleteOfNobody(tx: EntityManager, userId: string): Promise<void> {
    await tx.query(
      'delete from sessions where user_id = $1 and not exists (select 1 from members where members.user_id = $1)',
      [userId],
    );
  }

  async deleteEnded(tx: EntityManager): Promise<void> {
    await tx.query('delete from sessions where expires_at < now()');
  }
}
